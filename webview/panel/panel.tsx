import { t } from '../strings.ts';
import { ConfigTab } from './configTab.tsx';
import { Curves } from './curves.tsx';
import { DataTab } from './dataTab.tsx';
import { Forecast } from './forecast.tsx';
import { Gradients } from './gradients/gradients.tsx';
import { Header } from './header.tsx';
import { Notice } from './notice.tsx';
import { Samples } from './samples.tsx';
import type { TabProps } from './tabProps.ts';
import { Tabs } from './tabs.tsx';
import { Tiles } from './tiles.tsx';
import type { TabName } from './viewState.ts';
import { tabsOf } from './viewState.ts';

/** The whole run panel. */
export const Panel = (props: TabProps) => {
  const { model, updateView } = props;
  if (model.id === undefined) return <p class="muted loading">{t('Loading…')}</p>;
  const names = tabsOf((model.history.config ?? model.record)?.config.task, model.history);
  const tab = names.includes(model.view.tab) ? model.view.tab : 'curves';
  return (
    <>
      <Header {...props} />
      <Notice {...props} />
      <Tiles model={model} />
      <Tabs names={names} selected={tab} onSelect={(next) => updateView({ tab: next })} />
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Tab name={tab} {...props} />
      </div>
    </>
  );
};

const Tab = ({ name, ...props }: TabProps & { readonly name: TabName }) => {
  switch (name) {
    case 'curves':
      return <Curves {...props} />;
    case 'forecast':
      return <Forecast {...props} />;
    case 'samples':
      return <Samples {...props} />;
    case 'gradients':
      return <Gradients {...props} />;
    case 'data':
      return <DataTab {...props} />;
    case 'config':
      return <ConfigTab {...props} />;
    default:
      return name satisfies never;
  }
};
