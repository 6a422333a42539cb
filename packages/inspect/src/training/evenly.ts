/** A list of at most `limit` things of a longer sequence, evenly apart: where there are more, every second one is dropped. */
export class Evenly<T> {
  private readonly limit: number;
  private distance: number;
  private list: T[] = [];

  constructor(limit: number, every: number) {
    this.limit = limit;
    this.distance = every;
  }

  /** What is kept, in order. */
  get items(): readonly T[] {
    return this.list;
  }

  /** So many places of the sequence lie from one thing to the next. */
  get every(): number {
    return this.distance;
  }

  /** Is the thing at this place of the sequence, from 0 on, one to be kept? */
  wants(place: number): boolean {
    return place % this.distance === 0;
  }

  /** Keeps the next thing that is wanted. */
  push(item: T): void {
    this.list.push(item);
    if (this.list.length <= this.limit) return;
    this.list = this.list.filter((_, i) => i % 2 === 0); // the first one stays, so places are multiples of the distance
    this.distance *= 2;
  }
}
