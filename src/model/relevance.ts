/**
 * Which of the things found matter to the question. Rules only, strongest first; what meets the strongest
 * rule that any thing meets is preselected, so that a known answer is not drowned in what merely relates.
 */
import { answeringObject, answeringTexts, matches, nearestToQuestion } from './answerRules.ts';
import { fold } from './fold.ts';
import type { FoundObject, FoundText, Judged, Relevance } from './judged.ts';
import { readQuestion, type Question } from './question.ts';
import {
  askedObject,
  mentioningTexts,
  ofKind,
  prominentTexts,
  quotedTexts,
  remainder,
  textsOfKind,
  textsOnObjects,
} from './questionRules.ts';

export interface Query {
  readonly question?: string;
  readonly answers?: readonly string[];
}

export interface Judgement {
  /** Aligned with the texts and objects given; undefined where nothing relates. */
  readonly texts: readonly (Relevance | undefined)[];
  readonly objects: readonly (Relevance | undefined)[];
  /** The best answer that the findings support; empty where they support none. */
  readonly answer: string;
}

const WHETHER = new Set(['yes', 'no', 'true', 'false', 'unknown', 'none']);

export function judge(texts: readonly FoundText[], objects: readonly FoundObject[], query: Query): Judgement {
  const question = readQuestion(query.question ?? '');
  const answers = (query.answers ?? []).filter((answer) => fold(answer).text !== '');

  const asked = objects.map(({ label }) => askedObject(label, question));
  const counted = question.asksCount && asked.some((relevance) => relevance !== undefined);
  const textual = counted
    ? []
    : answers.filter((answer) => question.asksText || !WHETHER.has(fold(answer).text));

  const answered = nearestToQuestion(texts, answeringTexts(texts, textual), question);
  const labelled = objects.map(({ label }) => answeringObject(label, textual));
  const found = [...answered, ...labelled].some((relevance) => relevance !== undefined);
  if (found) {
    const matched = textual.find((answer) => matches(texts, objects, answer));
    return { texts: answered, objects: labelled, answer: matched ?? textual[0] ?? '' };
  }

  const onObjects = textsOnObjects(texts, objects, asked);
  const askedTexts = firstRule(texts, [
    () => ofKind(texts, onObjects, question.kind),
    () => (question.asksText ? onObjects : []),
    () => quotedTexts(texts, question),
    () => mentioningTexts(texts, question),
    () => textsOfKind(texts, question),
    () => (question.asksText && !question.asksCount ? prominentTexts(texts) : []),
  ]);
  const preferText =
    !counted &&
    (question.asksText || question.kind !== undefined) &&
    askedTexts.some((text) => text !== undefined);
  const askedObjects = preferText ? objects.map(() => undefined) : asked;
  const relatedTexts =
    !preferText && askedObjects.some((object) => object !== undefined)
      ? texts.map(() => undefined)
      : askedTexts;
  return {
    texts: relatedTexts,
    objects: askedObjects,
    answer: guess(texts, relatedTexts, askedObjects, question, query.answers ?? []),
  };
}

function firstRule(texts: readonly FoundText[], rules: readonly (() => Judged)[]): Judged {
  for (const rule of rules) {
    const judged = rule();
    if (judged.some((relevance) => relevance !== undefined)) return judged;
  }
  return texts.map(() => undefined);
}

function guess(
  texts: readonly FoundText[],
  judgedTexts: Judged,
  judgedObjects: Judged,
  question: Question,
  answers: readonly string[],
): string {
  const objects = judgedObjects.filter((relevance) => relevance !== undefined).length;
  // Of two spellings the known one: "2" and "two" are the same count.
  const known = (text: string): string =>
    answers.find((answer) => fold(answer).text === fold(text).text) ?? text;
  if (objects > 0 && question.asksCount) return known(String(objects));
  if (objects > 0 && question.asksWhether && !question.asksText) return known('yes');
  const best = Math.max(0, ...judgedTexts.map((relevance) => relevance?.rank ?? 0));
  const relevant = texts.filter((_, index) => best > 0 && judgedTexts[index]?.rank === best);
  const [only] = relevant;
  if (only === undefined) return '';
  const ofKind = question.kind?.text.exec(only.text)?.[0].trim();
  if (ofKind !== undefined) return ofKind;
  if (question.asksText) return relevant.map(({ text }) => text).join(' ');
  // A line that only repeats the question is no answer to it.
  return remainder(only.text, question) === '' ? '' : only.text;
}
