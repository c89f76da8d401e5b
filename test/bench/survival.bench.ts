import { recipes } from './survival/recipes.ts';
import { Ground } from './survival/ground.ts';
import { Slots } from './survival/slots.ts';
import { freezeTraining } from './survival/freezeTraining.ts';
import { fillDisk } from './survival/fillDisk.ts';
import { killTraining } from './survival/killTraining.ts';
const t = performance.now();
const ground = await Ground.create(recipes, new Slots(2));
for (const r of ground.references) console.log(r.recipe.name, r.milliseconds.toFixed(0));
console.log('references', performance.now() - t);
const seed = Number(process.argv[2] ?? 1), n = Number(process.argv[3] ?? 4);
await Promise.all(Array.from({ length: n }, async (_, i) => {
  const o = await (process.argv[4]==='disk'? fillDisk(seed+i,ground): process.argv[4]==='freeze'? freezeTraining(seed+i,ground,35): killTraining(seed + i, ground));
  console.log(o.seed, o.count, o.problems.length ? 'PROBLEM' : 'ok', o.what, o.problems.join('\n   '));
}));
console.log('all', performance.now() - t);
await ground.remove();
