import type { ImageDamage } from './rule.ts';

const TEXTS: Readonly<Record<ImageDamage, string>> = {
  truncated: 'the image file ends before its image does',
  checksum: 'the image file is damaged: part of it does not fit its checksum',
};

export const damageText = (damage: ImageDamage): string => TEXTS[damage];
