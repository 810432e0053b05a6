/**
 * Computes the features of a flow from its packets as CICFlowMeter does, in payload bytes and
 * microseconds.
 *
 * It keeps some peculiarities of CICFlowMeter: one subflow, no bulk transfers, the down/up ratio as a
 * whole number, `Infinity` and `NaN` for rates over no time, idle when nothing is sent for a second.
 *
 * @see https://github.com/ahlashkari/CICFlowMeter for the meaning of each feature
 * @module
 */
import type { Conversation, Packet } from './flow-traffic.ts';

const IDLE_AFTER = 1_000_000;
const SECOND = 1_000_000;

/** Returns feature names and values in a fixed order. */
export function flowFeatures({ packets, headerBytes, windows }: Conversation): Map<string, number> {
  const forward = packets.filter((packet) => packet.forward);
  const backward = packets.filter((packet) => !packet.forward);
  const up = summarise(payloads(forward));
  const down = summarise(payloads(backward));
  const both = summarise(payloads(packets));
  const duration = packets.at(-1)?.at ?? 0;
  const rate = (amount: number): number => (amount / duration) * SECOND;
  const finiteRate = (amount: number): number => (duration === 0 ? 0 : rate(amount));
  return new Map([
    ['flow_duration', duration],
    ['total_fwd_packets', forward.length],
    ['total_backward_packets', backward.length],
    ['total_length_of_fwd_packets', up.sum],
    ['total_length_of_bwd_packets', down.sum],
    ...spreadOf('fwd_packet_length', up),
    ...spreadOf('bwd_packet_length', down),
    ['flow_bytes_s', rate(both.sum)],
    ['flow_packets_s', rate(packets.length)],
    ...intervals('flow_iat', packets).slice(1),
    ...intervals('fwd_iat', forward),
    ...intervals('bwd_iat', backward),
    ['fwd_psh_flags', forward.some((packet) => packet.flags.includes('P')) ? 1 : 0],
    ...zeros('bwd_psh_flags', 'fwd_urg_flags', 'bwd_urg_flags'),
    ['fwd_header_length', forward.length * headerBytes],
    ['bwd_header_length', backward.length * headerBytes],
    ['fwd_packets_s', finiteRate(forward.length)],
    ['bwd_packets_s', finiteRate(backward.length)],
    ['min_packet_length', both.min],
    ['max_packet_length', both.max],
    ['packet_length_mean', both.mean],
    ['packet_length_std', both.std],
    ['packet_length_variance', both.std ** 2],
    ...flagCounts(packets),
    ['down_up_ratio', Math.floor(backward.length / forward.length)],
    ['average_packet_size', both.sum / packets.length],
    ['avg_fwd_segment_size', up.mean],
    ['avg_bwd_segment_size', down.mean],
    ...zeros('fwd_avg_bytes_bulk', 'fwd_avg_packets_bulk', 'fwd_avg_bulk_rate'),
    ...zeros('bwd_avg_bytes_bulk', 'bwd_avg_packets_bulk', 'bwd_avg_bulk_rate'),
    ['subflow_fwd_packets', forward.length],
    ['subflow_fwd_bytes', up.sum],
    ['subflow_bwd_packets', backward.length],
    ['subflow_bwd_bytes', down.sum],
    ['init_win_bytes_forward', windows[0]],
    ['init_win_bytes_backward', backward.length === 0 ? -1 : windows[1]],
    ['act_data_pkt_fwd', forward.filter((packet) => packet.bytes > 0).length],
    ['min_seg_size_forward', headerBytes],
    ...activity(packets),
  ]);
}

type Feature = readonly [name: string, value: number];

interface Summary {
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** The standard deviation of a sample, divided by n - 1. */
  readonly std: number;
}

/** Summarises values; all figures are zero where there are none, as in CICFlowMeter. */
function summarise(values: readonly number[]): Summary {
  if (values.length === 0) return { sum: 0, min: 0, max: 0, mean: 0, std: 0 };
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const std = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  return { sum, min: Math.min(...values), max: Math.max(...values), mean, std };
}

function payloads(packets: readonly Packet[]): number[] {
  return packets.map((packet) => packet.bytes);
}

function spreadOf(name: string, { max, min, mean, std }: Summary): Feature[] {
  return [
    [`${name}_max`, max],
    [`${name}_min`, min],
    [`${name}_mean`, mean],
    [`${name}_std`, std],
  ];
}

/** Summarises the times between packets that follow one another. */
function intervals(name: string, packets: readonly Packet[]): Feature[] {
  const summary = summarise(gaps(packets));
  return [[`${name}_total`, summary.sum], ...spreadOf(name, summary)];
}

function gaps(packets: readonly Packet[]): number[] {
  return packets.slice(1).map(({ at }, before) => at - (packets[before]?.at ?? 0));
}

function flagCounts(packets: readonly Packet[]): Feature[] {
  const count = (flag: string): number => packets.filter((p) => p.flags.includes(flag)).length;
  return [
    ['fin_flag_count', count('F')],
    ['syn_flag_count', count('S')],
    ['rst_flag_count', count('R')],
    ['psh_flag_count', count('P')],
    ['ack_flag_count', count('A')],
    ['urg_flag_count', count('U')],
    ...zeros('cwe_flag_count', 'ece_flag_count'),
  ];
}

/**
 * Summarises the lengths of the busy spells between idle times, and of those times; they are zero where
 * there are none.
 */
function activity(packets: readonly Packet[]): Feature[] {
  const between = gaps(packets);
  const idle = between.filter((gap) => gap > IDLE_AFTER);
  const spells = [0];
  for (const gap of between) {
    if (gap > IDLE_AFTER) spells.push(0);
    else spells.push((spells.pop() ?? 0) + gap);
  }
  const active = summarise(idle.length === 0 ? [] : spells);
  return [...spreadOf('active', active), ...spreadOf('idle', summarise(idle))];
}

function zeros(...names: readonly string[]): Feature[] {
  return names.map((name) => [name, 0]);
}
