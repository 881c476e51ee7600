import { html, nothing, type TemplateResult } from 'lit';
import type { TraceStep } from '../../src/core/rewards/trace.ts';
import { agrees } from '../../src/core/rollouts/logged.ts';
import type { FunctionUse, RolloutDetail } from '../../src/protocol/rollouts.ts';
import { iconButton, textButton } from '../ui/buttons.ts';
import { plural, reward, signed } from '../ui/format.ts';
import { icon } from '../ui/icon.ts';
import { stepList } from '../ui/stepList.ts';
import { explain, isExplained, isPostponed } from './explain.ts';
import { signClass } from './signClass.ts';
import type { Session } from './session.ts';
import { shown, type State } from './state.ts';

const OUTDATED = 'Outdated: the sample or the function was changed since. Score again.';

/** Each reward as it was logged beside what it is when it is computed here, and the advantage both ways. */
export function rewardsTable(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const rollout = shown(state);
  if (rollout === undefined) return nothing;
  const names = [...new Set([...Object.keys(rollout.values), ...Object.keys(rollout.logged)])];
  return html`<section class="block">
    <h2>
      Rewards <span class="grow"></span>${functionButtons(session)}<span class="total"
        ><span class="dim">total</span> ${rollout.total === null ? '–' : reward(rollout.total)}</span
      >
    </h2>
    <div class="rollout-rewards" role="table" aria-label="Rewards">
      <div class="rollout-reward head" aria-hidden="true">
        <span></span><span></span><span>logged</span><span>computed</span>
      </div>
      ${names.map((name) => row(session, rollout, name))}${advantageRow(state, rollout)}
    </div>
  </section>`;
}

/** What a reward function of the person's can do with the rollout. */
function functionButtons({ host }: Session): readonly TemplateResult[] {
  const button = (command: FunctionUse, iconName: string, name: string): TemplateResult =>
    iconButton({ icon: iconName, name, press: () => void host.call('useFunction', { command }) });
  return [
    button('runReward', 'play', 'Run reward on this rollout'),
    button('debugReward', 'debug-alt', 'Debug reward on this rollout'),
    button('pinRewardCase', 'pinned', 'Pin as reward case'),
  ];
}

function row(session: Session, rollout: RolloutDetail, name: string): TemplateResult {
  const { state } = session;
  const logged = rollout.logged[name];
  const value = rollout.values[name];
  const error = rollout.errors[name];
  const differs = isDifferent(logged, value);
  const outdated = rollout.outdated.includes(name);
  const open = state.traced.includes(name);
  const explained = value !== undefined && isExplained(state, name);
  const trace = open && explained ? explain(state, name) : undefined;
  const toggle = (): void => {
    state.traced = open ? state.traced.filter((each) => each !== name) : [...state.traced, name];
    state.step = undefined;
    session.changed();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    toggle();
  };
  return html`<div
      class="rollout-reward ${differs ? 'differs' : ''} ${outdated ? 'outdated' : ''}"
      role="row"
      tabindex="0"
      aria-expanded=${explained ? String(open) : nothing}
      aria-label="${spoken(name, logged, value, error?.type)}${outdated ? ', outdated' : ''}"
      @keydown=${explained ? key : undefined}
      @click=${explained ? toggle : undefined}
    >
      <span>${explained ? icon(open ? 'chevron-down' : 'chevron-right') : nothing}</span>
      <span class="reward-name" role="cell">${name}</span>
      <span role="cell" class=${logged === null ? 'bad' : ''}
        >${logged === undefined ? '' : logged === null ? 'failed' : reward(logged)}</span
      >
      <span
        role="cell"
        class=${value === null ? 'bad' : ''}
        title=${outdated ? OUTDATED : error === undefined ? nothing : `${error.type}: ${error.message}`}
        >${value === undefined ? '' : value === null ? (error?.type ?? 'failed') : reward(value)}${outdated ? icon('history') : differs ? icon('arrow-swap') : nothing}</span
      >
    </div>
    ${error === undefined || error.message === '' ? nothing : html`<p class="reward-failure" role="cell">${error.message}</p>`}
    ${trace === undefined ? nothing : steps(session, name, trace.steps)}${open && explained && isPostponed(state) ? postponed(session, rollout) : nothing}`;
}

/** In place of the steps of a long completion: stepping from rollout to rollout must not wait for them. */
function postponed(session: Session, { index, completion }: RolloutDetail): TemplateResult {
  const { state } = session;
  return html`<div class="postponed" role="cell">
    <p class="dim">
      The completion has ${plural(completion.length, 'character')}: the page stands still while its steps are
      worked out.
    </p>
    ${textButton({
      label: 'Show the steps',
      press: () => {
        state.explained = index;
        session.changed();
      },
    })}
  </div>`;
}

function advantageRow({ run }: State, { advantage, loggedAdvantage }: RolloutDetail): TemplateResult {
  const how = run?.preset === undefined ? '' : `logged advantages fit the preset ${run.preset}`;
  return html`<div
    class="rollout-reward advantage"
    role="row"
    aria-label="advantage ${signed(advantage, 4)}"
    title=${how}
  >
    <span></span><span class="reward-name" role="cell">advantage</span>
    <span role="cell">${loggedAdvantage === undefined ? '' : signed(loggedAdvantage, 4)}</span>
    <span role="cell" class=${signClass(advantage)}>${signed(advantage, 4)}</span>
  </div>`;
}

function steps(session: Session, name: string, list: readonly TraceStep[]): TemplateResult {
  const { state } = session;
  const looked = state.step?.reward === name ? state.step.index : undefined;
  return html`<div class="trace" role="cell">
    ${stepList({
      name,
      steps: list,
      looked,
      focused: looked,
      look: (_by, index) => {
        const step = index === undefined ? undefined : { reward: name, index };
        if (step?.reward === state.step?.reward && step?.index === state.step?.index) return;
        state.step = step;
        session.changed();
      },
      back: (element) => element.parentElement?.previousElementSibling as HTMLElement | null | undefined,
    })}
  </div>`;
}

function isDifferent(logged: number | null | undefined, value: number | null | undefined): boolean {
  return logged !== undefined && value !== undefined && !agrees(logged, value);
}

function spoken(
  name: string,
  logged: number | null | undefined,
  value: number | null | undefined,
  error = 'error',
): string {
  const now = value === undefined ? undefined : value === null ? `error ${error}` : reward(value);
  const was = logged === undefined ? undefined : logged === null ? 'failed' : reward(logged);
  if (now === undefined) return `${name} logged ${was ?? ''}`;
  if (was === undefined) return `${name} ${now}`;
  return `${name} ${now}, logged ${was}${isDifferent(logged, value) ? ', different' : ''}`;
}
