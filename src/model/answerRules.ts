/** Which of the things found hold an answer that is known. */
import { findWords, fold, likeness, words } from './fold.ts';
import {
  ALIKE,
  levelBox,
  RANK,
  type FoundObject,
  type FoundText,
  type Judged,
  type Relevance,
} from './judged.ts';
import type { Question } from './question.ts';
import { mentioned } from './questionRules.ts';
import { besides, inReadingOrder } from './readingOrder.ts';
import { nameFor, singular } from './vocabulary.ts';

export function answeringTexts(texts: readonly FoundText[], answers: readonly string[]): Judged {
  const whole = texts.map(({ text }) => bestOf(answers, (answer) => wholeAnswer(text, answer)));
  const none = whole.every((relevance) => relevance === undefined);
  for (const answer of answers) {
    const parts = partsOfAnswer(texts, answer);
    // "2" and "HOURS" on two lines say more than the "2" alone that is also among the answers.
    const holdsMore = whole.every(
      (relevance, index) => relevance === undefined || parts[index] !== undefined,
    );
    if (parts.filter((relevance) => relevance !== undefined).length > 1 && (none || holdsMore)) return parts;
  }
  return whole;
}

function bestOf(
  answers: readonly string[],
  rule: (answer: string) => Relevance | undefined,
): Relevance | undefined {
  return answers
    .map(rule)
    .filter((relevance) => relevance !== undefined)
    .sort((a, b) => b.rank - a.rank)[0];
}

function wholeAnswer(text: string, answer: string): Relevance | undefined {
  const line = fold(text).text;
  const wanted = fold(answer).text;
  if (line === wanted) return { rank: RANK.answer, why: `reads the answer "${answer}"` };
  const span = findWords(text, answer);
  if (span !== undefined) return { rank: RANK.part, why: `contains the answer "${answer}"`, span };
  // A digit apart is another number, and a letter apart in a short word another word.
  const comparable = wanted.length >= 5 && !/\p{Nd}/u.test(wanted);
  if (comparable && likeness(line, wanted) >= ALIKE) {
    return { rank: RANK.part, why: `reads nearly as the answer "${answer}"` };
  }
  return undefined;
}

/**
 * An answer that is printed over several lines: each line holds only words of it, together they hold nearly
 * all, and they stand by each other.
 */
function partsOfAnswer(texts: readonly FoundText[], answer: string): Judged {
  const none = texts.map(() => undefined);
  const wanted = new Set(words(answer));
  if (wanted.size < 2) return none;
  const parts = inReadingOrder(
    texts.filter(({ text }) => {
      const line = words(text);
      return line.length > 0 && line.every((word) => wanted.has(word));
    }),
  );
  const covered = new Set(parts.flatMap(({ text }) => words(text)));
  if (parts.length > wanted.size || covered.size < ALIKE * wanted.size) return none;
  if (parts.slice(1).some((part, index) => !standBy(part, parts[index] ?? part))) return none;
  return texts.map((text) =>
    parts.includes(text) ? { rank: RANK.part, why: `part of the answer "${answer}"` } : undefined,
  );
}

/** How many heights of print may lie between two lines of one answer. */
const NEAR = 3;

function standBy(a: FoundText, b: FoundText): boolean {
  const [p, q] = [levelBox(a), levelBox(b)];
  const height = Math.max(p[3] - p[1], q[3] - q[1]);
  const across = Math.max(p[0], q[0]) - Math.min(p[2], q[2]);
  const down = Math.max(p[1], q[1]) - Math.min(p[3], q[3]);
  return across <= NEAR * height && down <= NEAR * height;
}

/** Where several lines hold the answer, those that stand beside a line with the question's words are meant. */
export function nearestToQuestion(texts: readonly FoundText[], judged: Judged, question: Question): Judged {
  const best = Math.max(...judged.map((relevance) => relevance?.rank ?? 0));
  const exact = judged.map((relevance) => (relevance?.rank === best ? relevance : undefined));
  if (exact.filter((relevance) => relevance !== undefined).length < 2) return exact;
  if (exact.some((relevance) => relevance?.why.startsWith('part of') === true)) return exact;
  const mentions = texts.map(({ text }) => mentioned(text, question).length > 0);
  const near = exact.map((relevance, index) => {
    const own = texts[index];
    const beside = texts.some(
      (other, at) => mentions[at] === true && own !== undefined && besides(levelBox(own), levelBox(other)),
    );
    return beside ? relevance : undefined;
  });
  if (near.some((relevance) => relevance !== undefined)) return near;
  return isByChance(texts, exact) ? texts.map(() => undefined) : exact;
}

/** A digit or two that stand all over a table are no evidence of an answer. */
function isByChance(texts: readonly FoundText[], judged: Judged): boolean {
  const found = texts.filter((_, index) => judged[index] !== undefined);
  return found.length > 2 && found.every(({ text }) => fold(text).text.length <= 2);
}

export function answeringObject(label: string, answers: readonly string[]): Relevance | undefined {
  const answer = answers.find((text) => nameFor(label, words(text).map(singular)) !== undefined);
  return answer === undefined ? undefined : { rank: RANK.answer, why: `is the answer "${answer}"` };
}

export function matches(
  texts: readonly FoundText[],
  objects: readonly FoundObject[],
  answer: string,
): boolean {
  return (
    answeringTexts(texts, [answer]).some((relevance) => relevance !== undefined) ||
    objects.some(({ label }) => answeringObject(label, [answer]) !== undefined)
  );
}
