const NAME = 'vqa-version';

/** 0 for a module that was loaded first, which has its plain address: debuggers know it by that. */
export function versionOf(url: string): number {
  return Number(new RegExp(`[?&]${NAME}=(\\d+)`).exec(url)?.[1] ?? 0);
}

export function withVersion(url: string, version: number): string {
  const plain = url.replace(new RegExp(`\\?${NAME}=\\d+$`), '');
  return version === 0 ? plain : `${plain}?${NAME}=${version}`;
}
