import { builtIn } from '../builtIn.ts';
import { counted, decimal, listed, quoted } from '../explain/written.ts';
import { firstTag } from '../scoredText.ts';

/** What the letters of a word are made of, its marks and apostrophes aside. */
const SCRIPTS = {
  latin: /^\p{scx=Latin}+$/u,
  han: /^\p{scx=Han}$/u,
  japanese: /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]$/u,
  hangul: /^\p{scx=Hangul}+$/u,
  cyrillic: /^\p{scx=Cyrillic}+$/u,
  arabic: /^\p{scx=Arabic}+$/u,
  hebrew: /^\p{scx=Hebrew}+$/u,
  greek: /^\p{scx=Greek}+$/u,
  devanagari: /^\p{scx=Devanagari}+$/u,
  thai: /^\p{scx=Thai}+$/u,
} as const;
type Script = keyof typeof SCRIPTS;

/** Tags are markup; a Chinese character or a kana is a word of its own; else a run of letters is. */
const TAG = /<\/?[A-Za-z][\w-]*>/g;
const WORD =
  /(?=\p{L})[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]|(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}])\p{L}\p{M}*)+(?:['’](?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}])\p{L}\p{M}*)+)*/gu;

export const languageConsistency = builtIn({
  name: 'languageConsistency',
  short: 'lang',
  summary: 'the share of the words of the reasoning that are written in the target script',
  source:
    'DeepSeek-R1 (arXiv 2501.12948), section 2.3.2: the proportion of target language words in the chain of thought; ' +
    'a language is told by its script here, so English is not told from French',
  options: {
    script: {
      type: 'choice',
      choices: [
        'latin',
        'han',
        'japanese',
        'hangul',
        'cyrillic',
        'arabic',
        'hebrew',
        'greek',
        'devanagari',
        'thai',
      ],
      default: 'latin',
      summary: 'the script of the target language: latin for English, han for Chinese, hangul for Korean, …',
    },
    text: {
      type: 'choice',
      choices: ['think', 'answer', 'completion'],
      default: 'think',
      summary:
        'what is scored: inside the first <think>, else the whole completion (think); inside the first <answer>, ' +
        'else the whole completion (answer); the whole completion (completion)',
    },
  },
  columns: () => [],
  scorer:
    ({ script, text }) =>
    ({ completion }, tracer) => {
      const span = (text === 'completion' ? undefined : firstTag(completion, text)) ?? {
        start: 0,
        end: completion.length,
      };
      // As many spaces as the tag has characters, so that offsets stay.
      const bare = completion.slice(span.start, span.end).replace(TAG, (tag) => ' '.repeat(tag.length));
      let words = 0;
      const others: { start: number; end: number }[] = [];
      for (const { 0: word, index } of bare.matchAll(WORD)) {
        words++;
        if (!isIn(script, word))
          others.push({ start: span.start + index, end: span.start + index + word.length });
      }
      // A text without words is in no language.
      const value = words === 0 ? 0 : (words - others.length) / words;
      tracer?.step({
        title: 'Count the words of the script',
        inputs: [
          { name: 'script', value: script },
          {
            name: 'other words',
            value: listed(others.map(({ start, end }) => quoted(completion.slice(start, end)))),
          },
        ],
        result:
          words === 0
            ? 'there is no word'
            : `${words - others.length} of ${counted(words, 'word')} = ${decimal(value)}`,
        value,
        paint: [
          { on: 'completion', ranges: [span], as: 'content' },
          { on: 'completion', ranges: others, as: 'miss' },
        ],
      });
      return { value };
    },
});

const isIn = (script: Script, word: string): boolean => SCRIPTS[script].test(word.replace(/[\p{M}'’]/gu, ''));
