import { describe, expect, it } from '@jest/globals';
import { networkOf, networkText } from '../../../src/encode/field/ip-features.ts';
import { fitField } from '../../../src/readings/rows/features.ts';
import { encodeField, fieldOf } from '../../support/rows/cells.ts';

const OPTIONS = { numeric: 'auto', categorical: 'auto', ip: 'octets' } as const;

describe('the network of an address', () => {
  it.each([
    ['10.0.3.77', '10.0.3.0/24'],
    ['0.0.0.0', '0.0.0.0/24'],
    ['255.255.255.255', '255.255.255.0/24'],
    ['2001:db8:1:2::5', '2001:db8:1::/48'],
    ['::1', '0:0:0::/48'],
    ['ffff:ffff:ffff::', 'ffff:ffff:ffff::/48'],
  ])('of %s is %s', (address, network) => {
    const texts = [address, '1.2.3.4', 'fe80::1'];
    const field = fitField(fieldOf(texts, 'ip'), Int32Array.of(0, 1, 2), OPTIONS);
    if (field === undefined) throw new Error('no field');

    const [features = []] = encodeField(field, texts).rows;

    expect(networkText(networkOf(features, 0))).toBe(network);
  });

  it('is ordered as addresses are, those of IPv6 after all others', () => {
    const addresses = [
      '9.255.255.1',
      '10.0.0.1',
      '10.0.1.0',
      '255.0.0.1',
      '::1',
      '2001:db8::',
      'fe80::',
    ];
    const field = fitField(fieldOf(addresses, 'ip'), Int32Array.from(addresses.keys()), OPTIONS);
    if (field === undefined) throw new Error('no field');

    const networks = encodeField(field, addresses).rows.map((features) => networkOf(features, 0));

    expect(networks).toEqual(networks.toSorted((a, b) => a - b));
  });
});
