/** The runner found something out; the message is for people. */
export class FoundError extends Error {
  constructor(
    readonly type: 'NoSuchFunction' | 'InvalidReward',
    message: string,
  ) {
    super(message);
    this.name = type;
  }
}
