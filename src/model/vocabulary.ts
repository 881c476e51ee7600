/** The words for what the object detector knows: plurals for captions, other names and kinds for questions. */

/** COCO's label → its plural where that is not label + "s", and other words that ask for it. */
const WORDS: Readonly<Record<string, { readonly plural?: string; readonly also?: readonly string[] }>> = {
  person: {
    plural: 'people',
    also: [
      'man',
      'woman',
      'boy',
      'girl',
      'child',
      'kid',
      'baby',
      'lady',
      'guy',
      'player',
      'pedestrian',
      'human',
    ],
  },
  bicycle: { also: ['bike', 'cycle'] },
  car: { also: ['automobile', 'taxi', 'cab', 'suv', 'van'] },
  motorcycle: { also: ['motorbike', 'scooter', 'moped'] },
  airplane: { also: ['plane', 'aeroplane', 'aircraft', 'jet'] },
  bus: { plural: 'buses', also: ['coach'] },
  train: { also: ['tram', 'locomotive', 'subway'] },
  truck: { also: ['lorry', 'van', 'pickup'] },
  boat: { also: ['ship', 'sailboat', 'canoe', 'ferry', 'yacht'] },
  'traffic light': { also: ['stoplight', 'traffic signal', 'signal light'] },
  'fire hydrant': { also: ['hydrant'] },
  'stop sign': { also: ['sign', 'road sign', 'street sign', 'traffic sign'] },
  bench: { plural: 'benches' },
  cat: { also: ['kitten'] },
  dog: { also: ['puppy'] },
  horse: { also: ['pony'] },
  sheep: { plural: 'sheep', also: ['lamb'] },
  cow: { also: ['cattle', 'bull', 'calf'] },
  backpack: { also: ['bag', 'rucksack'] },
  handbag: { also: ['bag', 'purse'] },
  tie: { also: ['necktie'] },
  suitcase: { also: ['luggage', 'bag'] },
  skis: { plural: 'pairs of skis', also: ['ski'] },
  'sports ball': { also: ['ball', 'football', 'basketball', 'baseball', 'tennis ball'] },
  'baseball bat': { also: ['bat'] },
  'baseball glove': { also: ['glove', 'mitt'] },
  'tennis racket': { also: ['racket', 'racquet'] },
  'wine glass': { plural: 'wine glasses', also: ['glass'] },
  cup: { also: ['mug', 'glass'] },
  knife: { plural: 'knives' },
  sandwich: { plural: 'sandwiches', also: ['burger', 'hamburger'] },
  'hot dog': { also: ['sausage'] },
  donut: { also: ['doughnut'] },
  chair: { also: ['seat', 'stool'] },
  couch: { plural: 'couches', also: ['sofa'] },
  'potted plant': { also: ['plant', 'flower'] },
  'dining table': { also: ['table', 'desk'] },
  tv: { also: ['television', 'monitor', 'screen'] },
  laptop: { also: ['computer', 'notebook'] },
  mouse: { plural: 'computer mice' },
  remote: { plural: 'remote controls', also: ['remote control'] },
  'cell phone': { also: ['phone', 'smartphone', 'mobile', 'cellphone', 'telephone'] },
  refrigerator: { also: ['fridge', 'freezer'] },
  clock: { also: ['watch'] },
  scissors: { plural: 'pairs of scissors' },
  'teddy bear': { also: ['toy', 'stuffed animal'] },
  'hair drier': { also: ['hair dryer', 'hairdryer'] },
  toothbrush: { plural: 'toothbrushes' },
};

/** Words that ask for a whole kind of thing. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  animal: ['bird', 'cat', 'dog', 'horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe'],
  pet: ['bird', 'cat', 'dog'],
  vehicle: ['bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat'],
  fruit: ['banana', 'apple', 'orange'],
  vegetable: ['broccoli', 'carrot'],
  food: ['banana', 'apple', 'sandwich', 'orange', 'broccoli', 'carrot', 'hot dog', 'pizza', 'donut', 'cake'],
  furniture: ['bench', 'chair', 'couch', 'bed', 'dining table'],
  cutlery: ['fork', 'knife', 'spoon'],
};

/** What stands outdoors in a street. */
export const STREET: ReadonlySet<string> = new Set([
  'bicycle',
  'car',
  'motorcycle',
  'bus',
  'truck',
  'traffic light',
  'fire hydrant',
  'stop sign',
  'parking meter',
]);

/** Every label named in the tables above, for a check against the detector's own list. */
export function labelsInTables(): string[] {
  return [...Object.keys(WORDS), ...Object.values(KINDS).flat(), ...STREET];
}

/** "two buses", but "a pair of skis" is one: `skis` counts pairs. */
export function plural(label: string): string {
  return WORDS[label]?.plural ?? `${label}s`;
}

/** "a bus", "an umbrella", "a pair of skis". */
export function withArticle(label: string): string {
  if (label === 'skis' || label === 'scissors') return `a pair of ${label}`;
  return `${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`;
}

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  persons: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  mice: 'mouse',
  knives: 'knife',
  buses: 'bus',
  skis: 'skis',
  scissors: 'scissors',
};

/** A lower-case English noun without its plural ending; other words come back as they are. */
export function singular(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x)es$/.test(word)) return word.slice(0, -2);
  if (/[^siu]s$/.test(word)) return word.slice(0, -1);
  return word;
}

/**
 * Whether words, lower-case and singular, ask for a label: by its name, another name for it, or its kind.
 * @returns the words that do
 */
export function nameFor(label: string, words: readonly string[]): string | undefined {
  const names = [label, ...(WORDS[label]?.also ?? [])];
  for (const [kind, labels] of Object.entries(KINDS)) if (labels.includes(label)) names.push(kind);
  const sentence = ` ${words.join(' ')} `;
  return names.find((name) => sentence.includes(` ${name.split(' ').map(singular).join(' ')} `));
}
