/** A reward in JavaScript, of one completion: how much of the reference caption's vocabulary it uses. */
export async function reward(completion, row) {
  const caption = /<caption>(.*?)<\/caption>/s.exec(completion)?.[1] ?? '';
  const words = new Set(caption.toLowerCase().match(/\p{L}+/gu) ?? []);
  const wanted = new Set(String(row.image_caption ?? '').toLowerCase().match(/\p{L}+/gu) ?? []);
  if (wanted.size === 0) return null;
  return [...wanted].filter((word) => words.has(word)).length / wanted.size;
}
