/* The household week of sim/week/voice.py and sim/week/residents.py in C: the same algorithm in the
   same order, the same types and the same draws. A yardstick for benchmarks, never part of the model. */
#include <stdint.h>

enum { K = 6, G = 3, BLOCK = 128, WORDS = 4, ROUNDS = 10, BINS = 1024, NONE = -1, LONGEST = 32767 };

typedef struct {
    double contagion, habit, discouragement, cap, encouragement, slight, rest, recovery, relief,
        strain, trust_rest, trust_recovery, trust_gain, trust_break, rise, active_from, floor;
} Rates;

static const uint64_t LOW = 0xFFFFFFFFu;

static double unit(uint32_t word) { return ((double)word + 0.5) * 0x1p-32; }
static double share(double x) { x = x < 0.0 ? 0.0 : x; return x > 1.0 ? 1.0 : x; }
static double least(double a, double b) { return a < b ? a : b; }

static void philox_run(uint32_t first, int64_t n, uint32_t c1, uint32_t c2, uint32_t c3,
                       uint32_t key0, uint32_t key1, uint32_t w[WORDS][BLOCK]) {
    for (int64_t i = 0; i < n; i++) {
        uint64_t x0 = first + (uint32_t)i, x1 = c1, x2 = c2, x3 = c3, k0 = key0, k1 = key1;
        for (int r = 0; r < ROUNDS; r++) {
            uint64_t p0 = 0xD2511F53u * (x0 & LOW), p1 = 0xCD9E8D57u * (x2 & LOW);
            x0 = (p1 >> 32) ^ x1 ^ k0; x2 = (p0 >> 32) ^ x3 ^ k1;
            x1 = p1; x3 = p0;
            k0 += 0x9E3779B9u; k1 += 0xBB67AE85u;
        }
        w[0][i] = (uint32_t)x0; w[1][i] = (uint32_t)x1; w[2][i] = (uint32_t)x2; w[3][i] = (uint32_t)x3;
    }
}

static int32_t urgency(int16_t weeks, int k) { return (int32_t)weeks * K + (K - 1 - k); }

static int category_of(double u, const double *cumulative) {
    for (int k = 0; k < K - 1; k++) if (u < cumulative[k]) return k;
    return K - 1;
}

static void arrivals(int16_t *waiting, int64_t households, int64_t start, int64_t stop,
                     const int8_t *group, const double *cumulative, double rate, uint32_t week,
                     uint32_t arrival, uint32_t category, uint32_t w[WORDS][BLOCK],
                     int64_t *arrived, uint32_t k0, uint32_t k1) {
    int64_t first = start / WORDS, last = (stop - 1) / WORDS;
    uint32_t one[WORDS][BLOCK];
    philox_run((uint32_t)first, last - first + 1, 0, week, arrival, k0, k1, w);
    for (int64_t block = first; block <= last; block++)
        for (int word = 0; word < WORDS; word++) {
            int64_t i = WORDS * block + word;
            if (unit(w[word][block - first]) < rate && start <= i && i < stop) {
                philox_run((uint32_t)i, 1, 0, week, category, k0, k1, one);
                int k = category_of(unit(one[0][0]), cumulative + K * group[i]);
                if (waiting[k * households + i] == NONE) {
                    waiting[k * households + i] = 0;
                    arrived[k]++;
                }
            }
        }
}

void needs_and_voice(int16_t *waiting, int64_t households, const float *participation,
                     const int8_t *group, const int64_t *first, int64_t buildings,
                     const double *cumulative, double rate, double selectivity, int64_t late_after,
                     uint32_t week, uint32_t arrival, uint32_t category, uint32_t voice,
                     uint32_t k0, uint32_t k1, double *voiced, double *open, int64_t *late,
                     int64_t *arrived) {
    uint32_t words[WORDS][BLOCK], more[WORDS][BLOCK];
    int32_t most[BLOCK];
    for (int64_t b = 0; b < buildings; b++)
        for (int64_t start = first[b]; start < first[b + 1]; start += BLOCK) {
            int64_t stop = start + BLOCK < first[b + 1] ? start + BLOCK : first[b + 1];
            int64_t n = stop - start;
            for (int k = 0; k < K; k++) {
                int16_t *own = waiting + k * households + start;
                for (int64_t i = 0; i < n; i++) own[i] += (own[i] > NONE) & (own[i] < LONGEST);
            }
            arrivals(waiting, households, start, stop, group, cumulative, rate, week, arrival,
                     category, words, arrived, k0, k1);
            for (int64_t i = 0; i < n; i++) most[i] = urgency(NONE, 0);
            for (int k = 0; k < K; k++) {
                const int16_t *own = waiting + k * households + start;
                for (int64_t i = 0; i < n; i++) {
                    int32_t urgent = urgency(own[i], k);
                    most[i] = urgent > most[i] ? urgent : most[i];
                }
            }
            philox_run((uint32_t)start, n, 0, week, voice, k0, k1, words);
            philox_run((uint32_t)start, n, 1, week, voice, k0, k1, more);
            for (int k = 0; k < K; k++) {
                const int16_t *own = waiting + k * households + start;
                const uint32_t *luck = k < WORDS ? words[k] : more[k - WORDS];
                const float *p = participation + start;
                int64_t opened = 0, waited = 0, heard = 0;
                for (int64_t i = 0; i < n; i++) {
                    double chance = urgency(own[i], k) == most[i] ? p[i] : p[i] * (1.0 - selectivity);
                    opened += own[i] != NONE;
                    waited += own[i] > late_after;
                    heard += (own[i] != NONE) & (unit(luck[i]) < chance);
                }
                open[b * K + k] += opened; late[k] += waited; voiced[b * K + k] += heard;
            }
        }
}

void residents_week(const int16_t *waiting, int64_t households, const float *old, float *new,
                    const float *baseline, float *satisfied, float *trust, const int8_t *group,
                    const int8_t *member, const int64_t *first, int64_t buildings,
                    const int64_t *tie_start, const int32_t *tie_to, int8_t *served,
                    int8_t *left_out, const double *broken, const Rates *r, double *groups,
                    double *sums, double *bins) {
    double needs[BLOCK], around[BLOCK], exact[BLOCK];
    for (int64_t b = 0; b < buildings; b++)
        for (int64_t start = first[b]; start < first[b + 1]; start += BLOCK) {
            int64_t stop = start + BLOCK < first[b + 1] ? start + BLOCK : first[b + 1];
            int64_t n = stop - start;
            for (int64_t i = 0; i < n; i++) needs[i] = 0.0;
            for (int k = 0; k < K; k++)
                for (int64_t i = 0; i < n; i++) needs[i] += waiting[k * households + start + i] != NONE;
            for (int64_t i = start; i < stop; i++) {
                int64_t low = tie_start[i], high = tie_start[i + 1];
                double total = 0.0;
                for (int64_t t = low; t < high; t++) total += old[tie_to[t]];
                around[i - start] = high > low ? total / (double)(high - low) : old[i];
            }
            for (int64_t i = 0; i < n; i++) {
                int64_t h = start + i;
                double p = old[h], x = p + r->contagion * (around[i] - p)
                    + r->habit * (baseline[h] - p)
                    - r->discouragement * p * least(needs[i], r->cap) / r->cap
                    + r->encouragement * served[h] - r->slight * left_out[h] + r->rise * (1.0 - p);
                x = share(x);
                exact[i] = member[h] && x < r->floor ? r->floor : x;
                new[h] = (float)exact[i];
            }
            for (int64_t i = 0; i < n; i++) {
                int64_t h = start + i;
                double s = satisfied[h], t = trust[h], given = served[h];
                satisfied[h] = (float)share(s + r->recovery * (r->rest - s)
                    + r->relief * given * (1.0 - s)
                    - r->strain * s * least(needs[i], r->cap) / r->cap);
                trust[h] = (float)share(t + r->trust_recovery * (r->trust_rest - t)
                    + r->trust_gain * given * (1.0 - t)
                    - r->trust_break * broken[b] * t);
            }
            double trusting = sums[0], members = sums[1], of_members = sums[2];
            double active = sums[3], of_active = sums[4];
            for (int64_t i = 0; i < n; i++) {
                int64_t h = start + i;
                groups[group[h]] += 1.0;
                groups[G + group[h]] += satisfied[h];
                groups[2 * G + group[h]] += exact[i];
                trusting += trust[h];
                members += member[h];
                of_members += member[h] ? exact[i] : 0.0;
                active += exact[i] >= r->active_from;
                of_active += exact[i] >= r->active_from ? exact[i] : 0.0;
                int64_t bin = (int64_t)(exact[i] * BINS);
                bins[bin < BINS - 1 ? bin : BINS - 1] += 1.0;
                served[h] = 0; left_out[h] = 0;
            }
            sums[0] = trusting; sums[1] = members; sums[2] = of_members;
            sums[3] = active; sums[4] = of_active;
        }
}
