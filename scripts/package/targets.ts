/** The platforms that a VSIX can be built for, by VS Code's names, which are also sharp's. */
export const TARGETS = [
  'linux-x64',
  'linux-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;

export type Target = (typeof TARGETS)[number];

const isTarget = (name: string): name is Target => (TARGETS as readonly string[]).includes(name);

/** `name` as a target; throws a message for the person at the command line where it is none. */
export function parseTarget(name: string): Target {
  if (isTarget(name)) return name;
  throw new Error(`No package can be built for "${name}". Choose one of ${TARGETS.join(', ')}.`);
}

/** The platform that this process runs on. */
export const hostTarget = (): Target => parseTarget(`${process.platform}-${process.arch}`);

/** Node's names for a target, e.g. `['linux', 'x64']`. */
export function platformAndArch(target: Target): { platform: string; arch: string } {
  const [platform = '', arch = ''] = target.split('-');
  return { platform, arch };
}
