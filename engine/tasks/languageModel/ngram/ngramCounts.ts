/** The node of the n-gram of no symbols. */
export const root = 0;
/** No n-gram that is known. */
export const nowhere = -1;

/** Of a new table, both powers of two. */
const firstNodes = 1 << 12;
const slotsPerNode = 2;

/**
 * How often the n-grams of a text stand there, of 1 to `order` symbols, as a tree: the node of an n-gram is a child of
 * that of its first n - 1 symbols. A text that has more different ones than `mostNodes` loses the longest, so that what
 * is counted fits into a known memory: about 40 bytes a node with what a model adds.
 */
export class NgramCounts {
  private longest: number;
  private readonly mostNodes: number;
  private nodes = 1;
  private parents = new Int32Array(firstNodes);
  private symbols = new Uint16Array(firstNodes);
  private lengths = new Uint8Array(firstNodes);
  private times = new Uint32Array(firstNodes);
  private befores = new Uint32Array(firstNodes);
  /** Open addressing by parent and symbol: the number of a node, 0 where there is none. */
  private slots = new Int32Array(firstNodes * slotsPerNode);
  /** The nodes of the last 0, 1, … order - 1 symbols, `nowhere` where the text is shorter; and room for the next ones. */
  private recent: Int32Array;
  private next: Int32Array;

  /** @param mostNodes more than a text has different symbols */
  constructor(order: number, mostNodes: number) {
    this.longest = order;
    this.mostNodes = mostNodes;
    this.recent = new Int32Array(order + 1).fill(nowhere);
    this.next = new Int32Array(order + 1).fill(nowhere);
    this.recent[0] = root;
    this.next[0] = root;
  }

  /** Symbols of the longest n-grams: what was asked for, or as many as there was room for. */
  get order(): number {
    return this.longest;
  }

  /** How many different n-grams there are, the one of no symbols among them: nodes are 0 … size - 1. */
  get size(): number {
    return this.nodes;
  }

  /** Without its last symbol. */
  parentOf(node: number): number {
    return this.parents[node] ?? nowhere;
  }

  lengthOf(node: number): number {
    return this.lengths[node] ?? 0;
  }

  /** How often it stands in the text. */
  countOf(node: number): number {
    return this.times[node] ?? 0;
  }

  /** How many different symbols it comes after. */
  varietyOf(node: number): number {
    return this.befores[node] ?? 0;
  }

  /** The next symbols of the text. */
  add(ids: Uint16Array): void {
    for (const id of ids) {
      // Each n-gram that ends here goes on from the one that ended before; the one found last lacks only its first symbol.
      let shorter = nowhere;
      for (let length = 1; length <= this.longest; length++) {
        const context = this.recent[length - 1] ?? nowhere;
        if (context === nowhere) break;
        const node = this.childOf(context, id) ?? this.append(context, id, length);
        const times = this.times[node] ?? 0;
        this.times[node] = times + 1;
        if (times === 0 && shorter !== nowhere) this.befores[shorter] = (this.befores[shorter] ?? 0) + 1;
        this.next[length] = node;
        shorter = node;
      }
      const { recent } = this;
      this.recent = this.next;
      this.next = recent;
      if (this.nodes > this.mostNodes) this.dropLongest();
    }
  }

  /** The n-gram with one symbol more. */
  find(node: number, id: number): number {
    return this.childOf(node, id) ?? nowhere;
  }

  private childOf(parent: number, id: number): number | undefined {
    const { slots, parents, symbols } = this;
    const last = slots.length - 1;
    for (let slot = scatter(parent, id) & last; ; slot = (slot + 1) & last) {
      const node = slots[slot] ?? 0;
      if (node === 0) return undefined;
      if (parents[node] === parent && symbols[node] === id) return node;
    }
  }

  private append(parent: number, id: number, length: number): number {
    const node = this.nodes++;
    if (node === this.parents.length) this.grow();
    this.parents[node] = parent;
    this.symbols[node] = id;
    this.lengths[node] = length;
    this.enter(node);
    return node;
  }

  private enter(node: number): void {
    const { slots } = this;
    const last = slots.length - 1;
    let slot = scatter(this.parents[node] ?? 0, this.symbols[node] ?? 0) & last;
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = node;
  }

  private grow(): void {
    const room = this.parents.length * 2;
    this.parents = widened(this.parents, new Int32Array(room));
    this.symbols = widened(this.symbols, new Uint16Array(room));
    this.lengths = widened(this.lengths, new Uint8Array(room));
    this.times = widened(this.times, new Uint32Array(room));
    this.befores = widened(this.befores, new Uint32Array(room));
    this.slots = new Int32Array(room * slotsPerNode);
    // The new one has no symbol yet.
    for (let node = 1; node < this.nodes - 1; node++) this.enter(node);
  }

  /** Leaves out the n-grams of `order` symbols; the others keep their order, so that parents stay before children. */
  private dropLongest(): void {
    const { parents, symbols, lengths, times, befores, longest } = this;
    const moved = new Int32Array(this.nodes).fill(nowhere);
    let kept = 0;
    for (let node = 0; node < this.nodes; node++) {
      if (lengths[node] === longest) continue;
      moved[node] = kept;
      parents[kept] = moved[parents[node] ?? 0] ?? 0;
      symbols[kept] = symbols[node] ?? 0;
      lengths[kept] = lengths[node] ?? 0;
      times[kept] = times[node] ?? 0;
      befores[kept] = befores[node] ?? 0;
      kept++;
    }
    times.fill(0, kept, this.nodes);
    befores.fill(0, kept, this.nodes);
    this.nodes = kept;
    this.longest = longest - 1;
    this.slots.fill(0);
    for (let node = 1; node < kept; node++) this.enter(node);
    const follow = (node: number): number => (node === nowhere ? nowhere : (moved[node] ?? nowhere));
    this.recent = this.recent.subarray(0, longest).map(follow);
    this.next = this.next.subarray(0, longest).map(follow);
  }
}

const scatter = (parent: number, id: number): number => {
  let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(id + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

const widened = <Values extends Int32Array | Uint32Array | Uint16Array | Uint8Array>(
  values: Values,
  room: Values,
): Values => {
  room.set(values);
  return room;
};
