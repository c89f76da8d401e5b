import type { Tensor } from '../compute/tensor.ts';
import type { CellForm, CellWeights, NamedTensors } from './cellWeights.ts';
import { takeCell } from './cellWeights.ts';
import type { Hdf5Content } from './hdf5.ts';
import { type KerasCell, kerasFormOf, toKeras } from './kerasCell.ts';
import { transpose } from './tensorLayout.ts';

/**
 * The content of a `.weights.h5` that `load_weights` of a Keras 3 model takes, if the model is an Embedding (with an
 * embedding), as many recurrent layers as there are, each Bidirectional (with two directions), and a Dense.
 */
export const layOutKeras = (tensors: NamedTensors, form: CellForm): Hdf5Content => {
  const { group } = kerasFormOf(form);
  const groups: { path: string; name?: string }[] = [{ path: 'layers' }, { path: 'vars', name: 'sequential' }];
  const datasets: { path: string; tensor: Tensor }[] = [];
  const addLayer = (path: string): void => {
    groups.push({ path }, { path: `${path}/vars`, name: path.split('/').at(-1) ?? '' });
  };
  const addVariables = (path: string, variables: readonly (Tensor | undefined)[]): void => {
    variables.forEach((tensor, index) => {
      if (tensor) datasets.push({ path: `${path}/vars/${index}`, tensor });
    });
  };
  const addCell = (path: string, weights: CellWeights): void => {
    groups.push({ path: `${path}/cell` }, { path: `${path}/cell/vars`, name: `${group}_cell` });
    addVariables(`${path}/cell`, variablesOf(toKeras(weights, form)));
  };

  const embedding = tensors.get('embedding.weight');
  if (embedding) {
    addLayer('layers/embedding');
    addVariables('layers/embedding', [embedding]);
  }
  for (let layer = 0; ; layer++) {
    const forward = takeCell(tensors, layer, false);
    if (!forward) break;
    const backward = takeCell(tensors, layer, true);
    const path = `layers/${backward ? 'bidirectional' : group}${layer > 0 ? `_${layer}` : ''}`;
    addLayer(path);
    if (!backward) addCell(path, forward);
    else {
      addLayer(`${path}/forward_layer`);
      addCell(`${path}/forward_layer`, forward);
      addLayer(`${path}/backward_layer`);
      addCell(`${path}/backward_layer`, backward);
    }
  }
  const head = tensors.get('head.weight');
  if (head) {
    addLayer('layers/dense');
    addVariables('layers/dense', [transpose(head), tensors.get('head.bias')]);
  }
  return { groups, datasets };
};

const variablesOf = ({ kernel, recurrentKernel, bias }: KerasCell): readonly (Tensor | undefined)[] => [
  kernel,
  recurrentKernel,
  bias,
];
