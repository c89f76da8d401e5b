import { t } from '../strings.ts';
import { taskViews } from '../tasks/registry.ts';
import type { TaskView } from '../tasks/taskView.ts';
import { ConfigTab } from './configTab.tsx';
import { Curves } from './curves/curves.tsx';
import { DataTab } from './dataTab.tsx';
import { Gradients } from './gradients/gradients.tsx';
import { Header } from './header.tsx';
import { Notice } from './notice.tsx';
import type { TabProps } from './tabProps.ts';
import { Tabs } from './tabs.tsx';
import { Tiles } from './tiles.tsx';
import { tabsOf } from './viewState.ts';

/** The whole run panel. */
export const Panel = (props: TabProps) => {
  const { model, updateView } = props;
  if (model.id === undefined) return <p class="muted loading">{t('Loading…')}</p>;
  const tabs = tabsOf(model.task, model.record?.config).flatMap(
    (name) => views.find((view) => view.name === name) ?? [],
  );
  const { name, Content } = tabs.find((tab) => tab.name === model.view.tab) ?? curves;
  return (
    <>
      <Header {...props} />
      <Notice {...props} />
      <Tiles model={model} />
      <Tabs tabs={tabs} selected={name} onSelect={(tab) => updateView({ tab })} />
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${name}`}>
        <Content {...props} />
      </div>
    </>
  );
};

const curves: TaskView = { name: 'curves', label: () => t('Curves'), Content: Curves };

/** What a tab can show: of every run, and of those of some tasks. */
const views: readonly TaskView[] = [
  curves,
  ...taskViews,
  { name: 'gradients', label: () => t('Gradients'), Content: Gradients },
  { name: 'data', label: () => t('Data'), Content: DataTab },
  { name: 'config', label: () => t('Config'), Content: ConfigTab },
];
