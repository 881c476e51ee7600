/**
 * How the official evaluation of VQA brings answers to one form: vqaEval.py of GT-Vision-Lab/VQA, processPunctuation
 * and processDigitArticle.
 */
import { NUMBER_WORDS } from '../../text/numberWords.ts';
import { splitWords } from '../../text/whitespace.ts';

const PUNCTUATION = Array.from(';/[]"{}()=+\\_-><@`,?!');
const DIGIT_COMMA_DIGIT = /\p{Nd},\p{Nd}/u;
/** A period that no digit follows. The file means to spare those after a digit too, but its lookbehind is misspelt. */
const PERIOD = /\.(?!\p{Nd})/gu;
/** The file passes `re.UNICODE` where `re.sub` takes a count. */
const MOST_PERIODS = 32;

/** Each mark becomes a space, or nothing where it stands beside a space, or where the text has a comma in a number. */
export function processPunctuation(text: string): string {
  const inNumber = DIGIT_COMMA_DIGIT.test(text);
  let out = text;
  for (const mark of PUNCTUATION) {
    const apart = text.includes(`${mark} `) || text.includes(` ${mark}`);
    out = out.replaceAll(mark, apart || inNumber ? '' : ' ');
  }
  let removed = 0;
  return out.replace(PERIOD, (period) => (++removed > MOST_PERIODS ? period : ''));
}

/** The evaluation knows them up to ten. */
const NUMBERS = NUMBER_WORDS.slice(0, 11);
const ARTICLES = ['a', 'an', 'the'];

/** Lower case, number words as digits (`none` is 0), no articles, contractions with their apostrophes. */
export function processDigitArticle(text: string): string {
  return splitWords(text.toLowerCase())
    .map(asDigits)
    .filter((word) => !ARTICLES.includes(word))
    .map((word) => CONTRACTIONS.get(word) ?? word)
    .join(' ');
}

function asDigits(word: string): string {
  const number = word === 'none' ? 0 : NUMBERS.indexOf(word);
  return number < 0 ? word : String(number);
}

/** The contractions that the file knows and that a lower-cased word can be, as it writes them. */
const WRITTEN =
  "ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd he'd've " +
  "he's how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've needn't " +
  "not've o'clock oughtn't 'ow's'at shan't she'd've should've shouldn't shouldn't've somebody'd've somebody'll " +
  "somebody's someone'd someone'd've someone'll someone's something'd something'd've something'll that's there'd " +
  "there'd've there're there's they'd they'd've they'll they're they've 'twas wasn't we'd've we've weren't what'll " +
  "what're what's what've when's where'd where's where've who'd who'd've who'll who's who've why'll why're why's " +
  "won't would've wouldn't wouldn't've y'all y'all'll y'all'd've you'd you'd've you'll you're you've";

/** By every spelling that lacks one apostrophe: `couldnt've` and `couldn'tve` are both `couldn't've`. */
const CONTRACTIONS: ReadonlyMap<string, string> = new Map([
  ...WRITTEN.split(' ').flatMap((whole) =>
    [...whole.matchAll(/'/g)].map(({ index }): [string, string] => [
      whole.slice(0, index) + whole.slice(index + 1),
      whole,
    ]),
  ),
  // The one that the file has the other way round.
  ["somebody'd", 'somebodyd'],
]);
