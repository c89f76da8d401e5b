import type { TableFormat } from '../../../config.ts';
import type { Table } from '../../../files/readTable.ts';
import type { InputSpec } from '../../../network/networkSpec.ts';
import type { ColumnSummary } from '../../../protocol.ts';
import type { Completion, ConfigProblem } from '../../config/completion.ts';
import type { NumbersData, TextsData } from '../regressionFields.ts';

/** Any field of either kind. */
export type WantedData = Partial<Omit<TextsData, 'unit' | 'text'> & Omit<NumbersData, 'text'>> & {
  readonly text?: string | null;
  readonly unit?: TextsData['unit'] | 'bytePairs';
};

/** What of a config and its file the parts of a completion need; they add to `choices` and `problems`. */
export interface Asked {
  readonly wanted: WantedData;
  readonly columns: readonly ColumnSummary[];
  readonly table: Table;
  readonly targets: readonly string[];
  readonly choices: string[];
  readonly problems: ConfigProblem[];
}

/** The part of a completion that is of one kind of inputs. */
export interface InputsPart<Data> extends Pick<Completion<Data>, 'steps' | 'isShapeEstimated'> {
  readonly data: Data;
  readonly shape: InputSpec;
}

type Common = 'file' | 'split' | 'targets' | keyof TableFormat;
export type OwnNumbers = Omit<NumbersData, Common>;
export type OwnTexts = Omit<TextsData, Common>;
