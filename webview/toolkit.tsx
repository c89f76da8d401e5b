import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import type { ComponentChildren, TargetedEvent, VNode } from 'preact';
import { h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * The controls of both webviews. No other file knows the toolkit behind them: to change it, keep these components.
 */
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeRadio(),
  vsCodeRadioGroup(),
  vsCodeTextArea(),
  vsCodeTextField(),
);

const element = (name: string, props: object, ...children: ComponentChildren[]): VNode =>
  h(name, props as Record<string, unknown>, ...children);

interface ButtonProps {
  readonly onClick: () => void;
  /** `icon` is a small square one; it needs a `label`. */
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly label?: string;
  readonly isDisabled?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export const Button = ({
  onClick,
  appearance = 'secondary',
  label,
  isDisabled = false,
  children,
  ...rest
}: ButtonProps) =>
  element(
    'vscode-button',
    { appearance, 'aria-label': label, title: label, disabled: isDisabled, onClick, class: rest.class },
    children,
  );

interface CheckboxProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
}

export const Checkbox = ({ isChecked, onChange, isDisabled = false, title, children }: CheckboxProps) =>
  element(
    'vscode-checkbox',
    {
      checked: isChecked,
      disabled: isDisabled,
      title,
      onChange: (event: TargetedEvent<HTMLInputElement>) => {
        // The element also reports what was set on it from here.
        if (event.currentTarget.checked !== isChecked) onChange(event.currentTarget.checked);
      },
    },
    children,
  );

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

export const Dropdown = ({ label, value, choices, onChange }: ChoiceProps) => {
  const host = useRef<HTMLSelectElement>(null);
  const given = JSON.stringify(choices);
  useLayoutEffect(() => {
    // The element drops a value that is not among its options yet, and takes new options in a little later.
    const show = (): void => {
      if (host.current && host.current.value !== value) host.current.value = value;
    };
    show();
    const later = requestAnimationFrame(show);
    return () => cancelAnimationFrame(later);
  }, [value, given]);
  return element(
    'vscode-dropdown',
    {
      ref: host,
      'aria-label': label,
      onChange: (event: TargetedEvent<HTMLSelectElement>) => {
        const chosen = event.currentTarget.value;
        if (chosen !== value && choices.some((choice) => choice.value === chosen)) onChange(chosen);
      },
    },
    choices.map((choice) =>
      element(
        'vscode-option',
        { key: choice.value, value: choice.value, selected: choice.value === value },
        choice.label,
      ),
    ),
  );
};

export const RadioGroup = ({ label, value, choices, onChange }: ChoiceProps) =>
  element(
    'vscode-radio-group',
    {
      'aria-label': label,
      value,
      onChange: (event: TargetedEvent<HTMLInputElement>) => {
        const chosen = event.currentTarget.value;
        if (chosen !== value && choices.some((choice) => choice.value === chosen)) onChange(chosen);
      },
    },
    choices.map((choice) => element('vscode-radio', { key: choice.value, value: choice.value }, choice.label)),
  );

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly isInvalid?: boolean;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
}

export const TextField = ({ label, value, isInvalid = false, onInput, onBlur, onEnter, ...rest }: TextFieldProps) => {
  const host = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // The element names itself "Text field" when it is connected, over the name it was given.
    host.current?.setAttribute('aria-label', label);
  }, [label]);
  return element('vscode-text-field', {
    ref: host,
    'aria-invalid': isInvalid ? 'true' : undefined,
    class: isInvalid ? 'invalid' : undefined,
    inputmode: rest.inputMode,
    spellcheck: false,
    placeholder: rest.placeholder ?? '',
    value,
    onInput: (event: TargetedEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
    onBlur,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') onEnter?.();
    },
  });
};

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly rows: number;
  readonly onInput: (value: string) => void;
}

export const TextArea = ({ label, value, placeholder, rows, onInput }: TextAreaProps) => {
  const host = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // The element names itself when it is connected, as the text field does.
    host.current?.setAttribute('aria-label', label);
  }, [label]);
  return element('vscode-text-area', {
    ref: host,
    rows,
    resize: 'vertical',
    spellcheck: false,
    placeholder,
    value,
    onInput: (event: TargetedEvent<HTMLTextAreaElement>) => onInput(event.currentTarget.value),
  });
};
