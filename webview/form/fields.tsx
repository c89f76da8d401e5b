import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { Button, Checkbox, Dropdown, TextField } from '../toolkit.tsx';
import {
  type ChoiceSpec,
  type FieldSpec,
  type FlagSpec,
  type NumberSpec,
  type TextSpec,
  ownChoice,
} from './fieldSpecs.ts';
import type { FormModel } from './formModel.ts';
import { readNumber } from './readNumber.ts';

interface RowProps {
  readonly label: string;
  /** Of the config, for fields that are brought into view. */
  readonly path?: string;
  readonly problem?: string | undefined;
  readonly children: ComponentChildren;
}

/** A label, its control and, under it, what is wrong with it. */
export const Row = ({ label, path, problem, children }: RowProps) => (
  <div class="row" data-path={path}>
    <span class="row-label" aria-hidden="true">
      {label}
    </span>
    {children}
    {problem !== undefined && (
      <p class="problem" role="alert">
        {problem}
      </p>
    )}
  </div>
);

interface FieldProps<Spec> {
  readonly spec: Spec;
  readonly model: FormModel;
}

/** One field of the config. */
export const Field = ({ spec, model }: FieldProps<FieldSpec>) => {
  switch (spec.kind) {
    case 'number':
      return <NumberField spec={spec} model={model} />;
    case 'choice':
      return <ChoiceField spec={spec} model={model} />;
    case 'flag':
      return <FlagField spec={spec} model={model} />;
    case 'text':
      return <TypedField spec={spec} model={model} />;
    default:
      return spec satisfies never;
  }
};

const NumberField = ({ spec, model }: FieldProps<NumberSpec>) => {
  // What is being typed stays as typed until the field is left: '0.5' on the way to '0.50' is not rewritten.
  const [typed, setTyped] = useState<string>();
  const set = model.setValue(spec.path);
  const automatic = model.value(spec.path);
  const problem = model.problem(spec.path);
  const { finder } = spec;
  return (
    <Row label={spec.label} path={spec.path} problem={problem}>
      <div class="with-button">
        <TextField
          label={problem === undefined ? spec.label : `${spec.label}: ${problem}`}
          value={typed ?? (typeof set === 'number' ? String(set) : '')}
          placeholder={typeof automatic === 'number' ? String(automatic) : String(spec.usual ?? '')}
          isInvalid={problem !== undefined}
          inputMode={spec.isWhole ? 'numeric' : 'decimal'}
          onInput={(text) => {
            setTyped(text);
            model.edit(spec.path, readNumber(text, spec));
          }}
          onBlur={() => {
            if (model.edits[spec.path]?.problem === undefined) setTyped(undefined);
          }}
          onEnter={() => model.flush()}
        />
        {finder && (
          <Button
            appearance="icon"
            label={finder.label}
            isDisabled={!model.canTrain}
            onClick={() => model.send({ type: finder.message })}
          >
            <Icon name="graph-line" />
          </Button>
        )}
      </div>
    </Row>
  );
};

const ChoiceField = ({ spec, model }: FieldProps<ChoiceSpec>) => {
  const own = ownChoice(model.value(spec.path));
  return (
    <Row label={spec.label} path={spec.path} problem={model.problem(spec.path)}>
      <Dropdown
        label={spec.label}
        value={own?.value ?? textOf(model.value(spec.path))}
        choices={own ? [...spec.choices, own] : spec.choices}
        // The empty one is what leaves it to the automatic choice.
        onChange={(value) => model.edit(spec.path, { value: value === '' ? undefined : value })}
      />
    </Row>
  );
};

const TypedField = ({ spec, model }: FieldProps<TextSpec>) => {
  const [typed, setTyped] = useState<string>();
  const problem = model.problem(spec.path);
  return (
    <Row label={spec.label} path={spec.path} problem={problem}>
      <TextField
        label={problem === undefined ? spec.label : `${spec.label}: ${problem}`}
        value={typed ?? listed(model.setValue(spec.path))}
        placeholder={listed(model.value(spec.path))}
        isInvalid={problem !== undefined}
        onInput={(text) => {
          setTyped(text);
          const value = spec.isList ? text.split(',').map((part) => part.trim()) : text;
          model.edit(spec.path, { value: text.trim() === '' ? undefined : value });
        }}
        onBlur={() => setTyped(undefined)}
        onEnter={() => model.flush()}
      />
    </Row>
  );
};

const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : textOf(value));

const FlagField = ({ spec, model }: FieldProps<FlagSpec>) => (
  <Row label="" problem={model.problem(spec.path)}>
    <Checkbox isChecked={model.value(spec.path) === true} onChange={(value) => model.edit(spec.path, { value })}>
      {spec.label}
    </Checkbox>
  </Row>
);

/** A field's value where it is a text, else the empty text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
