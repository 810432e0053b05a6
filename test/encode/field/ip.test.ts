import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type IpAddress,
  isAddress,
  isLoopback,
  isMulticast,
  isPrivate,
  parseIp,
} from '../../../src/encode/field/ip.ts';

const v4 = (...parts: [number, number, number, number]): IpAddress => ({ parts, isV6: false });
const v6 = (...parts: [number, number, number, number]): IpAddress => ({ parts, isV6: true });

describe('parseIp', () => {
  it.each([
    ['192.168.10.50', v4(192, 168, 10, 50)],
    ['0.0.0.0', v4(0, 0, 0, 0)],
    ['255.255.255.255', v4(255, 255, 255, 255)],
    [' 10.0.0.1 ', v4(10, 0, 0, 1)],
    ['2001:db8:1:2:3:4:5:6', v6(0x2001, 0xdb8, 1, 2)],
    ['2001:DB8::1', v6(0x2001, 0xdb8, 0, 0)],
    ['1::', v6(1, 0, 0, 0)],
    ['::', v6(0, 0, 0, 0)],
    ['::1', v6(0, 0, 0, 0)],
    ['::2:3:4:5:6', v6(0, 0, 0, 2)],
    ['1:2:3:4:5:6:7::', v6(1, 2, 3, 4)],
    ['fe80::1%eth0', v6(0xfe80, 0, 0, 0)],
    ['64:ff9b::192.0.2.33', v6(0x64, 0xff9b, 0, 0)],
    ['1:2:3:4:5:6:1.2.3.4', v6(1, 2, 3, 4)],
    ['::ffff:172.16.0.1', v4(172, 16, 0, 1)],
    ['::FFFF:ac10:0001', v4(172, 16, 0, 1)],
    ['0:0:0:0:0:ffff:1.2.3.4', v4(1, 2, 3, 4)],
  ])('reads %s', (text, address) => {
    expect(parseIp(text)).toEqual(address);
  });

  it.each([
    ...['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.04', '1.2.3.4/24', '1.2.3.4:80', '0x1.2.3.4'],
    ...[':', ':::', '1::2::3', '1:2:3:4:5:6:7', '12345::', '[::1]', 'fe80::/10', 'host.example'],
  ])('finds no address in %j', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it('reads every address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseIp(text)?.parts.join('.')).toBe(text);
        expect(parseIp(`::ffff:${text}`)).toEqual(parseIp(text));
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(parseIp(text)?.parts).toHaveLength(4);
      }),
    );
  });
});

describe('isAddress', () => {
  it('agrees with Node.js', () => {
    const parts = fc.oneof(
      fc.constantFrom(':', '::', '.', '%', 'eth0', 'fe80', '10', '7/7/2017 3:30', '-', ' '),
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ maxLength: 3 }),
    );
    const texts = fc.array(parts, { maxLength: 5 }).map((some) => some.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(isAddress(text)).toBe(isIP(text) !== 0);
      }),
    );
  });

  it.each(['fe80::1%eth0', '::ffff:10.0.0.1', '::', '10.0.0.1', '1:2:3:4:5:6:7:8'])(
    'takes %s for one',
    (text) => {
      expect(isAddress(text)).toBe(true);
    },
  );
});

describe('isPrivate, isLoopback, isMulticast', () => {
  it.each([
    ['10.1.2.3', 'private'],
    ['11.1.2.3', ''],
    ['172.15.255.255', ''],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', ''],
    ['192.168.255.255', 'private'],
    ['192.169.0.1', ''],
    ['169.254.7.7', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['223.255.255.255', ''],
    ['224.0.0.251', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['240.0.0.1', ''],
    ['8.8.8.8', ''],
    ['::1', 'loopback'],
    ['fc00::1', 'private'],
    ['fdff::1', 'private'],
    ['fe00::1', ''],
    ['fe80::1', 'private'],
    ['febf::1', 'private'],
    ['fec0::1', ''],
    ['ff02::fb', 'multicast'],
    ['2001:db8::1', ''],
    ['::ffff:192.168.1.1', 'private'],
    ['::ffff:127.0.0.1', 'loopback'],
  ])('%s is %s', (text, expected) => {
    const address = parseIp(text) as IpAddress;
    const found = [
      ...(isPrivate(address) ? ['private'] : []),
      ...(isLoopback(address) ? ['loopback'] : []),
      ...(isMulticast(address) ? ['multicast'] : []),
    ];

    expect(found.join()).toBe(expected);
  });
});
