import { bytes, integers, type Growing } from './growing.ts';
import type { Link } from './link.ts';

const UNLINKED = -1;
/** Rollouts that fit the same several rows have one code: this one and below. */
const AMBIGUOUS = -2;
const END = -1;

/**
 * Which rows of a dataset each rollout of a dump answers, and which rollouts a row has: numbers only, so that a
 * million rollouts fit into memory. The rollouts of one code are a chain through the column.
 */
export class LinkColumn {
  private readonly codes = integers();
  private readonly next = integers();
  private readonly contradicted = bytes();
  private readonly ofRows = new Chains();
  private readonly ofSets = new Chains();
  /** The rows that the rollouts of each ambiguous code fit. */
  private readonly sets: (readonly number[])[] = [];
  private readonly setNumbers = new Map<string, number>();
  private readonly setsOfRow = new Map<number, number[]>();
  linked = 0;
  ambiguous = 0;

  /** Takes in the link of the next rollout. */
  push(link: Link): void {
    const rollout = this.codes.length;
    this.next.push(END);
    this.contradicted.push(link.kind === 'linked' && link.contradicted === true ? 1 : 0);
    switch (link.kind) {
      case 'none':
        this.codes.push(UNLINKED);
        return;
      case 'linked':
        this.linked++;
        this.codes.push(link.row);
        this.ofRows.append(link.row, rollout, this.next);
        return;
      case 'ambiguous': {
        this.ambiguous++;
        const set = this.setOf(link.rows);
        this.codes.push(AMBIGUOUS - set);
        this.ofSets.append(set, rollout, this.next);
      }
    }
  }

  /** The rows that a rollout fits equally well: one where it is linked, none where it fits none. */
  rowsOf(rollout: number): readonly number[] {
    const code = this.codes.at(rollout);
    if (code >= 0) return [code];
    return code <= AMBIGUOUS ? (this.sets[AMBIGUOUS - code] ?? []) : [];
  }

  /** Whether a rollout is linked to a row, which the logged solution contradicts. */
  isContradicted(rollout: number): boolean {
    return this.contradicted.at(rollout) === 1;
  }

  /** The rollouts that are linked to a row and to no other, in the order of the dump. */
  linkedTo(row: number): number[] {
    return this.ofRows.list(row, this.next);
  }

  /** The rollouts that fit any of these rows, be it among others, in the order of the dump. */
  fitting(rows: readonly number[]): number[] {
    const sets = new Set(rows.flatMap((row) => this.setsOfRow.get(row) ?? []));
    return [
      ...rows.flatMap((row) => this.linkedTo(row)),
      ...[...sets].flatMap((set) => this.ofSets.list(set, this.next)),
    ].sort((a, b) => a - b);
  }

  private setOf(rows: readonly number[]): number {
    const name = rows.join();
    const known = this.setNumbers.get(name);
    if (known !== undefined) return known;
    const set = this.sets.length;
    this.sets.push(rows);
    this.setNumbers.set(name, set);
    for (const row of rows) this.setsOfRow.set(row, [...(this.setsOfRow.get(row) ?? []), set]);
    return set;
  }
}

/** First and last link of each chain; the links between are in a column that all chains share. */
class Chains {
  private readonly first = integers();
  private readonly last = integers();

  append(chain: number, link: number, next: Growing<Int32Array>): void {
    while (this.first.length <= chain) {
      this.first.push(END);
      this.last.push(END);
    }
    const last = this.last.at(chain);
    if (last === END) this.first.set(chain, link);
    else next.set(last, link);
    this.last.set(chain, link);
  }

  list(chain: number, next: Growing<Int32Array>): number[] {
    const links: number[] = [];
    if (chain < 0 || chain >= this.first.length) return links;
    for (let link = this.first.at(chain); link !== END; link = next.at(link)) links.push(link);
    return links;
  }
}
