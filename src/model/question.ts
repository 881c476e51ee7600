/** What a question asks for, as far as its words tell. */
import { fold, words } from './fold.ts';
import { singular } from './vocabulary.ts';

export interface Question {
  /** Lower-case words, nouns in the singular, in order. */
  readonly words: readonly string[];
  /** The words that carry its meaning. */
  readonly content: readonly string[];
  /** Phrases in quotation marks. */
  readonly quoted: readonly string[];
  /** It wants to know what some text says. */
  readonly asksText: boolean;
  readonly asksCount: boolean;
  /** It can be answered with yes or no. */
  readonly asksWhether: boolean;
  /** The form of text that would answer it. */
  readonly kind: TextKind | undefined;
}

export interface TextKind {
  readonly name: string;
  readonly asked: RegExp;
  readonly text: RegExp;
}

/** Kinds of text that can be told by their form alone; the first that is asked for counts. */
const TEXT_KINDS: readonly TextKind[] = [
  {
    name: 'a price',
    asked: /\b(?:price|cost|how much|total|amount|pay|fee|fare)\b|多少钱|价格|总计/i,
    text: /[$€£¥₹]\s*\d[\d.,]*|\d[\d,]*[.,]\d{2}\b|\d[\d.,]*\s*(?:元|usd|eur)/i,
  },
  {
    name: 'a percentage',
    asked: /\b(?:percent(?:age)?|how much off|discount)\b|%|百分/i,
    text: /\d[\d.,]*\s*%/,
  },
  {
    name: 'a phone number',
    asked: /\b(?:phone|telephone|call|contact) number\b|电话/i,
    text: /\+?\d(?:[\s().-]*\d){6,}/,
  },
  {
    name: 'a year',
    asked: /\b(?:what|which) year\b|\bestablished\b|哪年|年份/i,
    text: /\b(?:1[5-9]|20)\d\d\b/,
  },
  {
    name: 'a time',
    asked: /\b(?:what|which) time\b|\bwhat hour\b|\bwhen (?:does|do|is)\b|几点|时间/i,
    text: /\b\d{1,2}:\d\d\b|\b\d{1,2}\s*[ap]\.?m\b/i,
  },
  {
    name: 'a date',
    asked: /\bdate\b|\bwhat day\b|\bwhen\b|日期/i,
    text: /\b\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d\s*[月日]/i,
  },
  {
    name: 'a web address',
    asked: /\b(?:website|url|web address)\b|网址/i,
    text: /\S*\w\.(?:com|org|net|cn|edu|io)\b\S*|www\.\S+/i,
  },
  { name: 'an e-mail address', asked: /\be-?mail\b|邮箱/i, text: /\S+@\S+/ },
  { name: 'a number', asked: /\bnumber\b|号码/i, text: /\d[\d.,]*/ },
];

const ASKS_TEXT =
  /\b(?:say|says|said|written|write|reads?|text|word|words|letters?|spell(?:ed)?|name|named|called|brand|title|heading|label(?:ed)?|caption|slogan|sign|banner|logo)\b|写|文字|招牌|名字|名称|标题|品牌|什么字|店名/i;
const ASKS_COUNT = /\bhow many\b|\bcount\b|多少(?!钱)|几[个只辆人条]/i;
const ASKS_WHETHER =
  /^(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\b|有没有|是不是|是否|吗[?？]?$/i;

/** Words that say nothing of what the image must show. */
const EMPTY = new Set(
  (
    'a an the this that these those there here it its is are was were be been do does did has have had can could ' +
    'will would should may might must of in on at to for from by with about into over under between and or not no ' +
    'what which who whom whose when where why how many much any some all each every other than then as if so i you ' +
    'he she they we his her their our your me them image picture photo photograph shown show shows see seen visible ' +
    'appear appears say says said written write read reads text word words letter letters sign number value name ' +
    'color colour kind type sort please give tell according far away cost costs price prices pay paid'
  ).split(' '),
);

/** "The number of cars" is a count, "the number of this exit" is not. */
function asksNumberOfThings(text: string): boolean {
  const thing = /\bnumber of (?:the |these |those )?(\p{L}+)/iu.exec(text)?.[1]?.toLowerCase();
  return thing !== undefined && singular(thing) !== thing;
}

const chinese = new Intl.Segmenter('zh', { granularity: 'word' });

/** The words of a text that carry meaning; Chinese, which is written without gaps, by the dictionary of ICU. */
export function contentOf(text: string): string[] {
  const all = words(text).flatMap((word) =>
    /\p{Script=Han}/u.test(word) ? Array.from(chinese.segment(word), ({ segment }) => segment) : [word],
  );
  return [...new Set(all.filter((word) => !EMPTY.has(word) && (word.length > 1 || /\p{N}/u.test(word))))];
}

export function readQuestion(text: string): Question {
  const plain = text.replaceAll('<image>', ' ').trim();
  const all = words(plain);
  return {
    words: all.map(singular),
    content: contentOf(plain),
    quoted: [...plain.matchAll(/["“”«]([^"“”«»]+)["“”»]|(?:^|\s)['‘]([^'‘’]+)['’](?=\W|$)/gu)]
      .map((match) => match[1] ?? match[2] ?? '')
      .filter((phrase) => fold(phrase).text !== ''),
    asksText: ASKS_TEXT.test(plain),
    asksCount: ASKS_COUNT.test(plain) || asksNumberOfThings(plain),
    asksWhether: ASKS_WHETHER.test(plain),
    kind: TEXT_KINDS.find(({ asked }) => asked.test(plain)),
  };
}
