import { setImmediate } from 'node:timers/promises';
import type { ColumnSettings } from '../../core/columns.ts';
import { Dataset } from '../../core/dataset.ts';
import type { Edit } from '../../core/edit.ts';
import { readSelection } from '../../core/rewards/selection.ts';
import { isFileOrder, type ListQuery } from '../../core/listQuery.ts';
import type { RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import type { Linker } from '../../core/rollouts/link.ts';
import type { Row } from '../../core/row.ts';
import type { ImageRef, RowId } from '../../core/sample.ts';
import type { SavePlan } from '../../core/savePlan.ts';
import { Scoring } from '../../core/validate/scoring.ts';
import { DuplicateRows } from '../../core/validate/duplicateRows.ts';
import type { Problem } from '../../core/validate/problem.ts';
import type {
  AnalysisEvents,
  AnalysisMethods,
  AnalysisSettings,
  ScoringSettings,
} from '../../protocol/analysis.ts';
import type { RolloutsRead } from '../../protocol/dataset.ts';
import { CallError, type CallContext, type Handlers } from '../../protocol/rpc.ts';
import { Queue } from '../queue.ts';
import { rebase } from '../rebase.ts';
import { openRowSource } from '../rowSource.ts';
import { AttainableColumn } from './attainableColumn.ts';
import { Duplicates } from './duplicates.ts';
import { groupReport } from './groupReport.ts';
import { linkerOf } from '../rollouts/linkedDataset.ts';
import { HashColumn } from './hashColumn.ts';
import { OwnGroups } from './ownGroups.ts';
import { ProblemStore } from './problemStore.ts';
import { runQuery } from './query.ts';
import { RolloutFiles } from './rolloutFiles.ts';
import { RowChecker, type CheckedRow } from './rowChecker.ts';
import { scan } from './scan.ts';

/** Siblings shown of one sample. */
const MAX_SIBLINGS = 50;
/** Ground truths scored before other requests get their turn. */
const SCORED_AT_ONCE = 256;
/** Milliseconds between two reports of problems while rows are being looked at. */
const REPORT_EVERY = 1000;
const DUPLICATE = 'duplicate-row';
const FILE = 'file-malformed';

type Send = <K extends keyof AnalysisEvents>(name: K, data: AnalysisEvents[K]) => void;

/** What the dataset worker does: it mirrors the host's rows and looks at all of them in the background. */
export class Analyst {
  private readonly queue = new Queue();
  private readonly problems = new ProblemStore();
  private readonly images = new HashColumn();
  private readonly attainable = new AttainableColumn();
  private readonly rollouts = new RolloutFiles();
  private checker: RowChecker | undefined;
  private duplicates: Duplicates | undefined;
  private columns: ColumnSettings = {};
  private scoring: ScoringSettings | undefined;
  private current: Dataset | undefined;
  private plan: SavePlan | undefined;
  private pass = new AbortController();
  private linking = new AbortController();
  private rolloutPaths: readonly string[] = [];
  private rolloutMapping: RolloutMapping = {};
  private linker: Promise<Linker> | undefined;
  private complete = false;
  /** What a person waits for; the background pass lets it go first. */
  private readonly awaited = new Set<Promise<unknown>>();
  private reported = 0;

  constructor(private readonly send: Send) {}

  readonly handlers: Handlers<AnalysisMethods> = {
    open: ({ file }) =>
      this.queue.run(async () => {
        this.current = new Dataset(await openRowSource(file));
        return { rows: this.current.length };
      }),
    settings: (settings) => this.inTurn(() => this.use(settings)),
    rollouts: ({ files, mapping }) =>
      this.inTurn(() => {
        this.rolloutPaths = files;
        this.rolloutMapping = mapping;
        this.relink();
        return Promise.resolve();
      }),
    edit: ({ edit }) => this.inTurn(() => this.apply(edit)),
    saving: () =>
      this.inTurn(async () => {
        this.plan = await this.dataset.plan();
      }),
    saved: ({ file }) =>
      this.inTurn(async () => {
        if (this.plan === undefined) throw new CallError('OrderError', 'No save was announced');
        const { plan } = this;
        const previous = await rebase(this.dataset, plan, await openRowSource(file));
        await previous.close();
        this.plan = undefined;
        if (await this.linksDifferently([...plan.texts.keys()])) this.relink();
      }),
    query: (query, context) => this.query(query, context),
    worst: async ({ ids }) => {
      await this.settled();
      return ids.map((id) => this.problems.worst(id) ?? null);
    },
    attainable: async ({ ids }) => {
      await this.settled();
      return this.attainableOf(ids);
    },
    problemsOf: async ({ id }) => {
      await this.settled();
      return this.placed(this.problems.of(id));
    },
    problems: async ({ start, count }) => {
      await this.settled();
      const listed = this.problems.list(start, count, (id) => this.dataset.positionOf(id));
      return { total: this.problems.total, complete: this.complete, problems: this.placed(listed) };
    },
    siblings: async ({ id }) => {
      await this.settled();
      const there = this.images.same(id).filter((other) => this.dataset.positionOf(other) >= 0);
      return there.slice(0, MAX_SIBLINGS);
    },
    groups: async ({ own, ...question }, context) => {
      await this.settled();
      if (this.scoring === undefined) throw new CallError('OrderError', 'No settings are known');
      const { dataset, rollouts, columns } = this;
      const scoring = { ...this.scoring, columns };
      const functions = own === undefined ? undefined : new OwnGroups(own);
      const report = groupReport(dataset, rollouts.linked, scoring, question, context, functions);
      return this.before(
        report.finally(() => {
          functions?.dispose();
        }),
      );
    },
    rolloutsOf: async ({ id }) => {
      await this.settled();
      const sharing = this.duplicates?.sharingKey(id) ?? [];
      return this.rollouts.of(id, sharing, (row) => this.dataset.positionOf(row) >= 0);
    },
  };

  /** Ends what goes on in the background and closes the files. */
  async close(): Promise<void> {
    this.pass.abort();
    this.linking.abort();
    await this.settled();
    await this.rollouts.close();
    await this.current?.source.close();
  }

  private get dataset(): Dataset {
    if (this.current === undefined) throw new CallError('OrderError', 'No dataset is open');
    return this.current;
  }

  private inTurn(task: () => Promise<void>): Promise<null> {
    return this.queue.run(async () => {
      await task();
      return null;
    });
  }

  /** Waits for the edits that were sent earlier. */
  private settled(): Promise<void> {
    return this.queue.run(() => Promise.resolve());
  }

  private async query(query: ListQuery, context: CallContext): Promise<Uint32Array> {
    await this.settled();
    if (isFileOrder(query)) throw new CallError('OrderError', 'The file order needs no query');
    const { problems } = this;
    const attainable = (ids: readonly RowId[]): ReturnType<RowChecker['attainable']> =>
      this.attainableOf(ids);
    const running = runQuery(query, this.dataset, this.columns, { problems, attainable }, context);
    return this.before(running);
  }

  /** Lets the background pass wait until it is done. */
  private async before<T>(running: Promise<T>): Promise<T> {
    this.awaited.add(running);
    try {
      return await running;
    } finally {
      this.awaited.delete(running);
    }
  }

  private use(settings: AnalysisSettings): Promise<void> {
    this.pass.abort();
    this.pass = new AbortController();
    this.columns = settings.columns;
    const { columns, imageFolders, followLinks, scoring } = settings;
    this.scoring = scoring;
    const { rewards } = readSelection(scoring.rewards);
    this.checker = new RowChecker(
      { bases: imageFolders, followLinks },
      columns,
      new Scoring({ ...scoring, rewards, columns }),
      (row) => this.dataset.lineOf(row),
    );
    this.duplicates = new Duplicates(this.dataset, settings.columns);
    this.problems.clear();
    this.images.clear();
    this.attainable.clear();
    this.complete = false;
    // Not awaited: reading everything goes on in the background, between the requests that come.
    void this.inBackground(this.pass.signal, (signal) => this.checkAll(signal));
    return Promise.resolve();
  }

  /** Reads the rollouts from their beginning, and links them to the rows as they are saved. */
  private relink(): void {
    this.linking.abort();
    this.linking = new AbortController();
    this.linker = undefined;
    const { signal } = this.linking;
    const linking = {
      mapping: this.rolloutMapping,
      linker: () => (this.linker ??= linkerOf(this.dataset, this.columns, signal)),
      changed: (read: RolloutsRead) => {
        this.send('rollouts', read);
      },
    };
    void this.inBackground(signal, () => this.rollouts.follow(this.rolloutPaths, linking, signal));
  }

  /** Whether rows that were saved say something else than rollouts were linked by. */
  private async linksDifferently(ids: readonly RowId[]): Promise<boolean> {
    const linker = await this.linker;
    if (linker === undefined) return false;
    const rows = await this.dataset.rows(ids.filter((id) => this.dataset.positionOf(id) >= 0));
    return rows.some(({ id, value }) => value !== undefined && !linker.isUnchanged(id, value));
  }

  private async inBackground(
    signal: AbortSignal,
    task: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    try {
      await task(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.send('failed', { message: error instanceof Error ? error.message : String(error) });
    }
  }

  private async checkAll(signal: AbortSignal): Promise<void> {
    const duplicates = new DuplicateRows();
    for await (const rows of scan(this.dataset, signal)) {
      for (const { row, sample, problems } of await this.check(rows)) {
        const told = { row: row.id, line: this.dataset.lineOf(row.id) };
        const again =
          row.value === undefined || sample === undefined
            ? []
            : duplicates.check(told, row.value, sample, this.columns);
        this.problems.set(row.id, [...problems, ...again, ...this.ofFile(row.id)]);
      }
      this.report(false);
      while (this.awaited.size > 0) await Promise.allSettled(this.awaited);
    }
    this.complete = true;
    this.report(true);
  }

  private async apply(edit: Edit): Promise<void> {
    const { dataset, duplicates } = this;
    await dataset.prepare(edit);
    const touched = rowsOf(edit, (position) => dataset.idAt(position));
    const before = duplicates?.mates(touched) ?? [];
    const { rows, order } = dataset.apply(edit);
    if (order) this.problems.moved();
    let changed = order;
    for (const id of touched) {
      if (dataset.positionOf(id) >= 0) continue;
      duplicates?.note(id, undefined);
      this.images.set(id, undefined);
      this.attainable.set(id, undefined);
      changed = this.problems.set(id, []) || changed;
    }
    const checked = new Map((await this.check(await dataset.rows(rows))).map((each) => [each.row.id, each]));
    const after = duplicates?.mates(touched) ?? [];
    for (const id of new Set([...touched, ...before, ...after])) {
      if (dataset.positionOf(id) < 0) continue;
      const own =
        checked.get(id)?.problems ??
        this.problems.of(id).filter(({ rule }) => rule !== DUPLICATE && rule !== FILE);
      const again = (await duplicates?.check(id)) ?? [];
      changed = this.problems.set(id, [...own, ...again, ...this.ofFile(id)]) || changed;
    }
    if (changed) this.report(true);
  }

  private async check(rows: readonly Row[]): Promise<readonly CheckedRow[]> {
    const checked = (await this.checker?.check(rows)) ?? [];
    for (const { row, sample, attainable } of checked) {
      this.images.set(row.id, imageText(sample?.image.value));
      this.duplicates?.note(row.id, sample);
      this.attainable.set(row.id, attainable);
    }
    return checked;
  }

  /** Of rows that nobody asked about before, found out now and remembered. */
  private async attainableOf(ids: readonly RowId[]): Promise<readonly (number | null)[]> {
    const { checker, attainable, dataset } = this;
    const found = new Map<RowId, number | null>();
    const unknown = ids.filter((id) => attainable.get(id) === undefined);
    for (let from = 0; from < unknown.length; from += SCORED_AT_ONCE) {
      const rows = await dataset.rows(unknown.slice(from, from + SCORED_AT_ONCE));
      const { revision } = dataset;
      const totals = (await checker?.attainable(rows)) ?? [];
      for (const [i, { id }] of rows.entries()) {
        const total = totals[i] ?? null;
        found.set(id, total);
        // Other settings, or an edit, may have come meanwhile.
        if (checker === this.checker && dataset.revisionOf(id) <= revision) attainable.set(id, total);
      }
      await setImmediate();
    }
    return ids.map((id) => attainable.get(id) ?? found.get(id) ?? null);
  }

  /** What is wrong with the file as a whole is told of its last row, where it shows. */
  private ofFile(row: RowId): readonly Problem[] {
    const { source } = this.dataset;
    if (source.problem === undefined || row !== this.dataset.idAt(this.dataset.length - 1)) return [];
    return [{ row, line: 0, rule: FILE, severity: 'error', message: source.problem }];
  }

  /** Lines change with every save, so they are told as they are now. */
  private placed(problems: readonly Problem[]): readonly Problem[] {
    return problems.map((problem) => ({ ...problem, line: this.dataset.lineOf(problem.row) }));
  }

  private report(now: boolean): void {
    if (!now && performance.now() - this.reported < REPORT_EVERY) return;
    this.reported = performance.now();
    this.send('problems', { total: this.problems.total, complete: this.complete });
  }
}

function imageText(ref: ImageRef | undefined): string | undefined {
  if (ref === undefined) return undefined;
  return ref.kind === 'path' ? ref.path : ref.kind === 'data' ? ref.uri : ref.url;
}

/** Rows that an edit is about; `idAt` tells which row stands where before it. */
function rowsOf(edit: Edit, idAt: (position: number) => RowId | undefined): readonly RowId[] {
  switch (edit.kind) {
    case 'patch':
      return [edit.row];
    case 'insert':
    case 'delete':
      return edit.rows.map(({ id }) => id);
    case 'move': {
      const moved = idAt(edit.from);
      return moved === undefined ? [] : [moved];
    }
    case 'group':
      return edit.edits.flatMap((each) => rowsOf(each, idAt));
  }
}
