/**
 * An extension host of a few lines that lives in the page: it serves the rows of a dataset over the protocol,
 * so that the webview can be driven in a plain browser. Undo is a stack of whole rows.
 */
import { applyValueEdit } from '../../../src/core/codec/applyValueEdit.ts';
import { isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import { readSample } from '../../../src/core/readSample.ts';
import type {
  HostEvents,
  HostMethods,
  LinkedRollout,
  Opened,
  RowDetail,
  RowSummary,
  Settings,
  ViewState,
  WebviewMethods,
} from '../../../src/protocol/dataset.ts';
import type { Proposal } from '../../../src/protocol/model.ts';
import { CallError, connect, type Connection, type Packet } from '../../../src/protocol/rpc.ts';
import { EDITOR_SETTINGS } from '../../support/settings.ts';

export interface Fixture {
  readonly rows: readonly string[];
  readonly rollouts: readonly { readonly id: string; readonly completion: string; readonly step?: number }[];
  /** Where relative image paths begin. */
  readonly images: string;
  readonly opened?: Partial<Opened>;
  readonly proposal?: Proposal;
  /** How many other samples every rollout fits. */
  readonly ambiguous?: number;
  /** A row that is asked for as soon as the page is there, as by a diagnostic. */
  readonly reveal?: number;
  /** Repeats the rows up to so many. */
  readonly count?: number;
}

interface Undo {
  readonly row: number;
  readonly before: string;
  readonly session: string | undefined;
  readonly step: string | undefined;
}

export class FakeHost {
  readonly connection: Connection<WebviewMethods, HostEvents, Record<string, never>>;
  readonly applied: { readonly label: string; readonly session: string | undefined }[] = [];
  readonly undos: Undo[] = [];
  readonly states: ViewState[] = [];
  private readonly edited = new Map<number, string>();
  /** Revision of the last change that another panel made to a row. */
  private readonly foreign = new Map<number, number>();
  private listed: number[] | undefined;
  private rev = 1;
  private settings: Settings = EDITOR_SETTINGS;

  constructor(
    private readonly fixture: Fixture,
    post: (packet: Packet) => void,
  ) {
    this.connection = connect<HostMethods, WebviewMethods, HostEvents, Record<string, never>>(
      post,
      {
        open: () => {
          const { reveal } = fixture;
          if (reveal !== undefined) {
            void Promise.resolve().then(() => {
              this.connection.send('reveal', { row: reveal });
            });
          }
          return {
            rev: this.rev,
            name: 'sample.vqa.jsonl',
            rows: this.count,
            readOnly: false,
            mode: 'debug',
            settings: this.settings,
            mac: false,
            ...fixture.opened,
          };
        },
        rows: ({ start, count }) =>
          Array.from({ length: Math.max(0, Math.min(count, this.length - start)) }, (_, i) =>
            this.summary(this.idAt(start + i)),
          ),
        row: ({ id }) => this.detail(id),
        place: ({ id }) => (this.listed === undefined ? id : this.listed.indexOf(id)),
        query: ({ text }) => {
          this.listed =
            text === ''
              ? undefined
              : Array.from({ length: this.count }, (_, id) => id).filter((id) =>
                  this.text(id).toLowerCase().includes(text.toLowerCase()),
                );
          return { rows: this.length };
        },
        apply: ({ row, rev, edits, label, session, step }) => {
          if (fixture.opened?.readOnly === true) throw new CallError('ReadOnlyError', 'read-only');
          if (rev < (this.foreign.get(row) ?? 0)) throw new CallError('StaleError', 'changed elsewhere');
          const before = this.text(row);
          const after = edits.reduce<Json>(applyValueEdit, parse(before) ?? {});
          this.applied.push({ label, session });
          const last = this.undos.at(-1);
          if (session === undefined || last?.session !== session)
            this.undos.push({ row, before, session, step });
          this.change(row, JSON.stringify(after), label);
          return { rev: this.rev };
        },
        endSession: () => {
          const last = this.undos.pop();
          if (last !== undefined) this.undos.push({ ...last, session: undefined });
          return null;
        },
        rowAction: () => ({ rev: this.rev }),
        propose: async (_params, context) => {
          context.progress({ stage: 'reading', message: 'Reading the text in the image…' });
          await new Promise((done) => setTimeout(done, 150));
          if (fixture.proposal === undefined)
            throw new CallError(
              'ModelFileMissing',
              'The file ocr/rec.onnx of the model is missing. Reinstall VQA-Verify.',
            );
          return fixture.proposal;
        },
        problems: () => {
          const problems = Array.from({ length: Math.min(this.count, 50) }, (_, id) =>
            this.detail(id),
          ).flatMap(({ problems: own, summary }) =>
            own.map((problem) => ({ ...problem, position: summary.position })),
          );
          return { total: problems.length, complete: true, problems };
        },
        underTest: () => null,
        ownRewards: () => [],
        openSource: () => null,
        scored: () => null,
        groups: () => ({
          rewards: ['format', 'caption', 'bbox', 'answer'],
          rollouts: 16,
          ambiguous: 0,
          counts: { groups: 4, flat: 1, alone: [4, 3, 2, 1], without: [1, 1, 2, 3] },
          failed: [],
          batches: [],
        }),
        changeSettings: ({ changes }) => {
          for (const { name, value } of changes) this.settings = { ...this.settings, [name]: value };
          this.connection.send('settings', this.settings);
          return null;
        },
        openRollout: () => null,
        revertRow: () => ({ rev: this.rev }),
        imageAction: () => null,
        state: (view) => {
          this.states.push(view);
          return null;
        },
      },
      {
        setTimeout: (run, ms) => window.setTimeout(run, ms),
        clearTimeout: (timer) => {
          window.clearTimeout(timer as number);
        },
      },
    );
  }

  async undo(): Promise<void> {
    await this.connection.call('flush', null);
    const step = this.undos.pop();
    if (step !== undefined) this.change(step.row, step.before, 'Undo', step.step);
  }

  /** What another panel on the same file would do. */
  editElsewhere(row: number, value: JsonObject): void {
    this.foreign.set(row, this.rev + 1);
    this.change(row, JSON.stringify({ ...parse(this.text(row)), ...value }), 'Edit elsewhere');
  }

  text(id: number): string {
    return this.edited.get(id) ?? this.original(id);
  }

  private get count(): number {
    return this.fixture.count ?? this.fixture.rows.length;
  }

  private get length(): number {
    return this.listed?.length ?? this.count;
  }

  private idAt(place: number): number {
    return this.listed?.[place] ?? place;
  }

  private original(id: number): string {
    return this.fixture.rows[id % this.fixture.rows.length] ?? '';
  }

  private change(row: number, text: string, why: string, undone?: string): void {
    this.edited.set(row, text);
    this.rev++;
    this.connection.send('changed', {
      rev: this.rev,
      rows: [row],
      count: this.count,
      why,
      ...(undone !== undefined && { step: { name: undone, done: false } }),
    });
  }

  private summary(id: number): RowSummary {
    const row = parse(this.text(id));
    const sample = row && readSample(row);
    return {
      id,
      position: id,
      title: sample?.question.value ?? this.text(id).slice(0, 200),
      boxes: sample?.boxes.value.length ?? 0,
      edited: this.text(id) !== this.original(id),
      state: row === undefined ? 'malformed' : 'ok',
      ...((row === undefined || (sample?.caption.value ?? '') === '') && {
        worst: row === undefined ? ('error' as const) : ('warning' as const),
      }),
    };
  }

  private detail(id: number): RowDetail {
    const summary = this.summary(id);
    const row = parse(this.text(id));
    const saved = parse(this.original(id));
    const sample = row && readSample(row);
    const image = sample?.image.value;
    const width = sample?.width.value;
    const height = sample?.height.value;
    return {
      summary,
      line: id + 1,
      ...(row === undefined ? { text: this.text(id) } : { row }),
      ...(summary.edited && saved !== undefined && { saved }),
      image:
        image?.kind === 'path'
          ? {
              kind: 'image',
              uri: this.fixture.images + image.path,
              preview: false,
              ...(width !== undefined && height !== undefined && { width, height }),
            }
          : {
              kind: 'problem',
              message: 'The image images/lost.jpg was not found beside the dataset or in an image folder.',
              action: { label: 'Add Image Folder…', name: 'addImageFolder' },
            },
      problems:
        summary.worst === undefined
          ? []
          : [
              {
                row: id,
                line: id + 1,
                rule: 'emptyCaption',
                severity: summary.worst,
                message:
                  row === undefined
                    ? 'The row is no JSON.'
                    : 'The caption is empty: the caption reward is then always 0.',
                path: ['image_caption'],
              },
            ],
      rollouts: this.fixture.rollouts
        .filter((rollout) => rollout.id === sample?.key)
        .map(({ completion, step }, index): LinkedRollout => ({
          dump: 'sample.rollouts.jsonl',
          source: 'sample.rollouts.jsonl',
          line: index + 1,
          part: 0,
          completion,
          ...(step !== undefined && { step }),
          ...(this.fixture.ambiguous !== undefined && { ambiguous: this.fixture.ambiguous }),
        })),
      earlierRollouts: 0,
      siblings:
        image?.kind !== 'path'
          ? []
          : this.fixture.rows.flatMap((text, other) => {
              const found = parse(text);
              if (
                other === id ||
                found === undefined ||
                JSON.stringify(found.images) !== JSON.stringify(row?.images)
              )
                return [];
              return [{ id: other, position: other, title: readSample(found).question.value }];
            }),
    };
  }
}

function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
