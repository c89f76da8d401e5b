import type { GenerateParams } from '../../../engine/protocol.ts';
import { t } from '../../strings.ts';
import type { GenerateForm } from '../../panel/viewState.ts';

type Request = Omit<GenerateParams, 'model' | 'token'> & { readonly temperature: number };

interface ReadForm {
  /** One, or three for three temperatures. */
  readonly requests: readonly Request[];
  readonly problems: readonly { readonly field: keyof GenerateForm; readonly message: string }[];
}

const defaultTemperature = 0.8;

/** The typed fields as requests; empty fields are left to the engine. */
export const readGenerateForm = (form: GenerateForm): ReadForm => {
  const problems: { field: keyof GenerateForm; message: string }[] = [];
  const read = (field: 'temperature' | 'topK' | 'topP' | 'length' | 'seed', label: string, rule: Rule) => {
    const text = form[field].trim().replace(',', '.');
    if (text === '') return {};
    const value = Number(text);
    const fits = value >= rule.low && value <= rule.high && (!rule.isWhole || Number.isInteger(value));
    if (fits) return { [field]: value };
    const wanted = rule.isWhole ? t('a whole number') : t('a number');
    problems.push({
      field,
      message: t("{0}: '{1}' is not {2} from {3} to {4}", label, text, wanted, rule.low, rule.high),
    });
    return {};
  };
  const common: Partial<Request> = {
    ...(form.prime === '' ? {} : { prime: form.prime }),
    ...(form.label === '' ? {} : { label: form.label }),
    ...read('temperature', t('Temperature'), { low: 0, high: 100, isWhole: false }),
    ...read('topK', t('Top k'), { low: 0, high: 1_000_000, isWhole: true }),
    ...read('topP', t('Top p'), { low: 0, high: 1, isWhole: false }),
    ...read('length', t('Length'), { low: 1, high: 1_000_000, isWhole: true }),
    ...read('seed', t('Seed'), { low: 0, high: 0xffffffff, isWhole: true }),
  };
  const temperature = common.temperature ?? defaultTemperature;
  const temperatures = form.hasThree ? [0.5, 1, 1.5].map((factor) => round(temperature * factor)) : [temperature];
  return { requests: temperatures.map((each) => ({ ...common, temperature: each })), problems };
};

interface Rule {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

const round = (value: number): number => Math.round(value * 100) / 100;
