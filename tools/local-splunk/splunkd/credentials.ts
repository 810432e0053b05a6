/**
 * Knows who may call: users with passwords, session keys and authentication tokens.
 *
 * @see the REST reference of Splunk 10.2.3, `auth/login`, and "Use Splunk authentication tokens"
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { User } from './lookup-files.ts';
import type { RestAnswer } from './rest-endpoint.ts';

interface Account {
  readonly user: User;
  readonly password: string;
  readonly sessionKey: string;
  readonly token: string;
}

const secret = (): string => randomBytes(32).toString('hex');

export class Credentials {
  readonly #accounts = new Map<string, Account>();

  add(user: User): void {
    const [password, sessionKey, token] = [secret(), secret(), secret()];
    this.#accounts.set(user.name, { user, password, sessionKey, token });
  }

  /** @throws Error for a user that was not added */
  of(name: string): Account {
    const known = this.#accounts.get(name);
    if (known === undefined) throw new Error(`no user ${name}: add it with addUser()`);
    return known;
  }

  /** Finds the user of the header `Authorization`: `Splunk <session key>`, or `Bearer` with a token. */
  userOf(authorization: string): User | undefined {
    const isTheirs = ({ sessionKey, token }: Account): boolean =>
      [`Splunk ${sessionKey}`, `Splunk ${token}`, `Bearer ${token}`].includes(authorization);
    return this.#accounts.values().find(isTheirs)?.user;
  }

  /** Answers `POST auth/login` with a session key, and with the same as a cookie when `cookie=1`. */
  login(form: URLSearchParams, port: number): RestAnswer {
    const account = this.#accounts.get(form.get('username') ?? '');
    if (account === undefined || account.password !== form.get('password')) {
      const code = 'incorrect_username_or_password';
      return { status: 401, body: { messages: [{ type: 'WARN', code, text: 'Login failed' }] } };
    }
    const { sessionKey } = account;
    const cookie = `splunkd_${port}=${sessionKey}; Path=/; Secure; HttpOnly`;
    const headers = form.get('cookie') === '1' ? { 'set-cookie': cookie } : {};
    return { status: 200, body: { sessionKey, message: '', code: '' }, headers };
  }
}
