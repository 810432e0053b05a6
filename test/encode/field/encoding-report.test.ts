import { describe, expect, it } from '@jest/globals';
import { EncodingReport, HAS_NULL, HAS_UNSEEN } from '../../../src/encode/field/encoding-report.ts';

describe('EncodingReport', () => {
  it('counts by field, and marks rows', () => {
    const report = new EncodingReport(3);
    report.of('a').empty++;
    report.of('a').empty++;
    report.mark(1, HAS_NULL);
    report.mark(1, HAS_UNSEEN);
    report.mark(2, HAS_UNSEEN);

    expect(report.of('a').empty).toBe(2);
    expect([...report.fields.keys()]).toEqual(['a']);
    expect([...report.marks]).toEqual([0, HAS_NULL | HAS_UNSEEN, HAS_UNSEEN]);
    expect([report.markedRows(HAS_NULL), report.markedRows(HAS_UNSEEN)]).toEqual([1, 2]);
  });

  it('adds the counts of another report, not its marks', () => {
    const [all, part] = [new EncodingReport(2), new EncodingReport(2)];
    all.of('a').text = 1;
    part.of('a').text = 2;
    part.of('b').unseen = 3;
    part.mark(0, HAS_NULL);

    all.addCounts(part);

    expect(all.of('a').text).toBe(3);
    expect(all.of('b').unseen).toBe(3);
    expect(all.markedRows(HAS_NULL)).toBe(0);
  });
});
