/**
 * Reads IP addresses as four numbers: the octets of an IPv4 address, or the first four groups of an IPv6
 * address, which are its network (the last four name a host within it).
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291
 * @module
 */

import { isIPv4, isIPv6 } from 'node:net';

export interface IpAddress {
  /** The octets, 0…255, or the groups, 0…65535. */
  readonly parts: readonly [number, number, number, number];
  readonly isV6: boolean;
}

/** Returns `undefined` when `text` is no address; an IPv4 address mapped into IPv6 is read as IPv4. */
export function parseIp(text: string): IpAddress | undefined {
  const trimmed = text.trim();
  if (isIPv4(trimmed)) return { parts: quad(trimmed.split('.').map(Number)), isV6: false };
  if (!isV6Text(trimmed)) return undefined;
  const groups = expand(trimmed.replace(/%.*$/, ''));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    const [high = 0, low = 0] = groups.slice(6);
    return { parts: [high >> 8, high & 255, low >> 8, low & 255], isV6: false };
  }
  return { parts: quad(groups), isV6: true };
}

/** Tells whether a text without blanks around it is an address, as Node.js' `isIP` does. */
export function isAddress(text: string): boolean {
  return isIPv4(text) || isV6Text(text);
}

/** These characters may stand before the zone of an IPv6 address. */
const V6_CHARACTERS = /^[\da-f.]*:[\da-f.:]*(?:%|$)/i;

/** Node.js' pattern of IPv6 is large: its first use takes milliseconds, and most texts need none. */
function isV6Text(text: string): boolean {
  return V6_CHARACTERS.test(text) && isIPv6(text);
}

/** Tells whether an address is private by RFC 1918 or RFC 4193, or link-local. */
export function isPrivate({ parts: [a, b], isV6 }: IpAddress): boolean {
  if (isV6) return (a & 0xfe00) === 0xfc00 || (a & 0xffc0) === 0xfe80;
  return (
    a === 10 || (a === 172 && b >> 4 === 1) || (a === 192 && b === 168) || (a === 169 && b === 254)
  );
}

/**
 * Tells whether an address stays on the host. Of IPv6 these are `::1` and `::`, whose first groups are
 * all 0.
 */
export function isLoopback({ parts: [a, b, c, d], isV6 }: IpAddress): boolean {
  return isV6 ? a + b + c + d === 0 : a === 127;
}

export function isMulticast({ parts: [a], isV6 }: IpAddress): boolean {
  return isV6 ? a >> 8 === 0xff : a >> 4 === 14;
}

function quad([a = 0, b = 0, c = 0, d = 0]: readonly number[]): IpAddress['parts'] {
  return [a, b, c, d];
}

/** Returns the eight groups of a valid IPv6 address. */
function expand(address: string): number[] {
  const [head = [], tail] = address.split('::').map(readGroups);
  if (tail === undefined) return head;
  const zeros = new Array(8 - head.length - tail.length).fill(0);
  return [...head, ...zeros, ...tail];
}

function readGroups(text: string): number[] {
  return text.split(':').flatMap((group) => {
    if (group === '') return [];
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
