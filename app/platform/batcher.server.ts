interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** How many questions one call takes, how many calls run at once, and how many questions may wait. */
export interface BatcherLimits {
  batchMax: number;
  callsMax: number;
  waitingMax: number;
}

/** More wait already than will be answered soon; ask again later. */
export class TooManyWaiting extends Error {
  override name = "TooManyWaiting";
}

/**
 * Asks for many what costs hardly more than asking for one. Questions that arrive together share a call, without any added
 * wait: a question that comes alone is asked at once, and the others gather while calls are under way. A call that fails
 * fails for all who share it.
 */
export class Batcher<Question, Answer> {
  readonly #answerAll: (questions: Question[]) => Promise<Answer[]>;
  readonly #limits: BatcherLimits;
  readonly #waiting: Waiting<Question, Answer>[] = [];
  #calls = 0;
  #isScheduled = false;

  /** `answerAll` gives one answer for each question, in their order. */
  constructor(answerAll: (questions: Question[]) => Promise<Answer[]>, limits: BatcherLimits) {
    this.#answerAll = answerAll;
    this.#limits = limits;
  }

  ask(question: Question): Promise<Answer> {
    if (this.#waiting.length >= this.#limits.waitingMax) return Promise.reject(new TooManyWaiting("too many questions at once"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#calls >= this.#limits.callsMax || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      void this.#call(this.#waiting.splice(0, this.#limits.batchMax));
      this.#schedule();
    });
  }

  async #call(batch: Waiting<Question, Answer>[]): Promise<void> {
    this.#calls += 1;
    try {
      const answers = await this.#answerAll(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error(`${batch.length} questions got ${answers.length} answers`);
      answers.forEach((answer, at) => batch[at]?.resolve(answer));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#calls -= 1;
      this.#schedule();
    }
  }
}
