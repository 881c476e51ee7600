/**
 * The Porter stemmer with NLTK's extensions (`PorterStemmer`, mode NLTK_EXTENSIONS), for words of lowercase letters
 * and digits. The steps are numbered as in Porter (1980), "An algorithm for suffix stripping".
 */

/** NLTK's stemmer recurses once for each `y` in a row, and Python gives up; the word is too long a run of them. */
export class StemmerRecursionError extends Error {
  constructor(word: string) {
    super(
      `the stemmer recurses too deeply in ${JSON.stringify(word.slice(0, 20))}…, a word of ${word.length} letters`,
    );
    this.name = 'StemmerRecursionError';
  }
}

/** Consecutive `y` at which a recursion limit of 1,000 is reached, less the calls that lead to the stemmer. */
const MAX_Y_RUN = 980;

const IRREGULAR = new Map([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

type Rule = readonly [suffix: string, replacement: string];

/** Suffixes that fall where the rest has a measure above 0; the first that fits decides. */
const STEP_2: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['fulli', 'ful'],
];
const STEP_3: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
/** Suffixes that fall where the rest has a measure above 1. */
const STEP_4 = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'.split(' ');

export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  let stemmed = step1c(step1b(step1a(word)));
  stemmed = step4(step3(step2(stemmed)));
  return step5b(step5a(stemmed));
}

/** Plurals. */
function step1a(word: string): string {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('ies')) return word.length === 4 ? word.slice(0, -1) : word.slice(0, -2);
  if (word.endsWith('sses')) return word.slice(0, -2);
  return word.endsWith('ss') ? word : word.slice(0, -1);
}

/** Past tenses and participles. */
function step1b(word: string): string {
  if (word.endsWith('ied')) return word.length === 4 ? word.slice(0, -1) : word.slice(0, -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0;
  const rest = word.slice(0, word.length - ending);
  if (ending === 0 || !hasVowel(rest)) return word;
  if (rest.endsWith('at') || rest.endsWith('bl') || rest.endsWith('iz')) return rest + 'e';
  const last = rest.at(-1) ?? '';
  if (rest.length >= 2 && last === rest.at(-2) && isConsonant(rest, rest.length - 1)) {
    return 'lsz'.includes(last) ? rest : rest.slice(0, -1);
  }
  return measure(rest) === 1 && endsConsonantVowelConsonant(rest) ? rest + 'e' : rest;
}

/** y after a consonant that is not the first letter becomes i. */
function step1c(word: string): string {
  const rest = word.slice(0, -1);
  if (!word.endsWith('y') || rest.length < 2 || !isConsonant(rest, rest.length - 1)) return word;
  return rest + 'i';
}

function step2(word: string): string {
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return step2(word.slice(0, -2));
  for (const [suffix, replacement] of STEP_2) {
    if (!word.endsWith(suffix)) continue;
    const rest = word.slice(0, -suffix.length);
    return measure(rest) > 0 ? rest + replacement : word;
  }
  // The l of logi counts with the rest, so that short ones as in "geologi" fall too.
  if (word.endsWith('logi') && measure(word.slice(0, -3)) > 0) return word.slice(0, -1);
  return word;
}

function step3(word: string): string {
  for (const [suffix, replacement] of STEP_3) {
    if (!word.endsWith(suffix)) continue;
    const rest = word.slice(0, -suffix.length);
    return measure(rest) > 0 ? rest + replacement : word;
  }
  return word;
}

function step4(word: string): string {
  for (const suffix of STEP_4) {
    if (!word.endsWith(suffix)) continue;
    const rest = word.slice(0, -suffix.length);
    if (measure(rest) <= 1) return word;
    return suffix === 'ion' && !rest.endsWith('s') && !rest.endsWith('t') ? word : rest;
  }
  return word;
}

/** A final e. */
function step5a(word: string): string {
  if (!word.endsWith('e')) return word;
  const rest = word.slice(0, -1);
  const count = measure(rest);
  return count > 1 || (count === 1 && !endsConsonantVowelConsonant(rest)) ? rest : word;
}

/** A final double l. */
function step5b(word: string): string {
  return word.endsWith('ll') && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}

/** Every letter but a, e, i, o, u, and y unless a consonant stands before it. Digits are consonants. */
function isConsonant(word: string, at: number): boolean {
  const letter = word.charAt(at);
  if (isVowelLetter(letter)) return false;
  if (letter !== 'y') return true;
  let first = at;
  while (first > 0 && word.charAt(first - 1) === 'y') first--;
  if (at - first >= MAX_Y_RUN) throw new StemmerRecursionError(word);
  // The y's of a run alternate, the first of them by what stands before.
  const firstIsConsonant = first === 0 || isVowelLetter(word.charAt(first - 1));
  return firstIsConsonant === ((at - first) % 2 === 0);
}

function isVowelLetter(letter: string): boolean {
  return letter === 'a' || letter === 'e' || letter === 'i' || letter === 'o' || letter === 'u';
}

/** Porter's m: how often a consonant follows a vowel. */
function measure(word: string): number {
  let count = 0;
  let afterVowel = false;
  let run = 0;
  for (let at = 0; at < word.length; at++) {
    const letter = word.charAt(at);
    run = letter === 'y' ? run + 1 : 0;
    if (run > MAX_Y_RUN) throw new StemmerRecursionError(word);
    const consonant: boolean = letter === 'y' ? at === 0 || afterVowel : !isVowelLetter(letter);
    if (consonant && afterVowel) count++;
    afterVowel = !consonant;
  }
  return count;
}

function hasVowel(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (!isConsonant(word, at)) return true;
  return false;
}

/** Porter's *o: …cvc where the last is not w, x or y; in NLTK also a vowel and a consonant alone. */
function endsConsonantVowelConsonant(word: string): boolean {
  const last = word.length - 1;
  if (last === 1) return !isConsonant(word, 0) && isConsonant(word, 1);
  return (
    last >= 2 &&
    isConsonant(word, last - 2) &&
    !isConsonant(word, last - 1) &&
    isConsonant(word, last) &&
    !'wxy'.includes(word.charAt(last))
  );
}
