//! What holds for every visit under 鎌倉市's rules, whoever decides what.
#![allow(clippy::unwrap_used)]
use fees::community::facts::Decision;
use fees::community::pack::{Pack, Packs, Strategy as SplitStrategy};
use fees::community::split::{Split, Worked, split};
use proptest::prelude::*;

fn kamakura() -> &'static Pack {
    Packs::builtin().by_id("kamakura").unwrap()
}

fn stop(start: u16, end: u16) -> u16 {
    if end > start { end } else { end + 1440 }
}

fn made(start: u16, end: u16, decisions: &[Decision]) -> Split {
    split(kamakura(), &Worked { decisions, ..Worked::stretch(&[(start, stop(start, end))]) }).unwrap()
}

/// Start and end of a line on the clock of the whole visit; 2359 stands for midnight.
fn span(split: &Split) -> Vec<(u16, u16)> {
    let clock = |day: u8, minutes: u16| u16::from(day) * 1440 + minutes;
    let end = |minutes: u16| if minutes == 1439 { 1440 } else { minutes };
    let lines = split.lines.iter().map(|line| (clock(line.day, line.start), clock(line.day, end(line.end))));
    let mut all: Vec<_> =
        lines.chain(split.dropped.iter().map(|d| (clock(d.day, d.start), clock(d.day, d.end)))).collect();
    all.sort();
    all
}

fn band_of(clock: u16) -> usize {
    let clock = clock % 1440;
    let inside = |band: &fees::community::pack::Band| {
        band.ranges.iter().any(|[a, b]| (a.minutes()..b.minutes()).contains(&clock))
    };
    kamakura().bands.iter().position(inside).unwrap()
}

fn minutes_in(start: u16, end: u16, band: usize) -> usize {
    (start..stop(start, end)).filter(|minute| band_of(*minute) == band).count()
}

/// Visits near the borders of the bands, where the rules bite, and everywhere else.
fn visits() -> impl Strategy<Value = (u16, u16)> {
    let near = (prop::sample::select(vec![0_u16, 360, 480, 1080, 1320]), 0..80_u16, 0..80_u16)
        .prop_map(|(border, before, after)| ((1440 + border - before) % 1440, (border + after) % 1440));
    prop_oneof![near, (0..1440_u16, 0..1440_u16)]
}

/// One reading for every point of the lines.
fn choices() -> impl Strategy<Value = Vec<Decision>> {
    let points: Vec<_> = kamakura().points.iter().filter(|point| point.id.as_str() <= "U-09").collect();
    let each: Vec<_> = points
        .iter()
        .map(|point| {
            let id = point.id.clone();
            let readings: Vec<String> = point.readings.iter().map(|reading| reading.id.clone()).collect();
            prop::sample::select(readings).prop_map(move |choice| Decision { point: id.clone(), choice })
        })
        .collect();
    each
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn lines_and_what_is_left_out_cover_the_visit_once_and_nothing_else((start, end) in visits(), chosen in choices()) {
        let split = made(start, end, &chosen);
        // a remainder that is merged stands on the line of the other day
        let merged = stop(start, end) > 1440 && chosen.iter().any(|choice| choice.choice == "merge");
        let mut at = start;
        let spans = span(&split);
        for (from, to) in &spans {
            prop_assert!(*from >= at, "{start} {end} {spans:?}");
            prop_assert!(merged || *from == at, "{start} {end} {spans:?}");
            at = *to;
        }
        // a visit typed to 2359 and one to midnight look the same
        let typed_to_2359 = stop(start, end) % 1440 == 1439;
        prop_assert!(at <= stop(start, end) + u16::from(typed_to_2359), "{start} {end} {spans:?}");
        prop_assert!(merged || typed_to_2359 || at == stop(start, end), "{start} {end} {spans:?}");
    }

    #[test]
    fn nothing_waits_once_every_point_is_decided((start, end) in visits(), chosen in choices()) {
        prop_assert!(made(start, end, &chosen).lines.iter().all(|line| line.held.is_empty()));
    }

    #[test]
    fn shown_minutes_add_up_to_the_visit_less_one_a_midnight((start, end) in visits()) {
        let split = made(start, end, &[]);
        let shown: u16 = split.lines.iter().map(|line| line.minutes).sum();
        let midnights = u16::from(stop(start, end) >= 1440);
        prop_assert_eq!(shown, stop(start, end) - start - midnights);
        prop_assert!(split.dropped.is_empty());
    }

    #[test]
    fn a_premium_needs_fifteen_minutes_of_the_visit_in_its_band((start, end) in visits()) {
        for line in made(start, end, &[]).lines {
            let Some(band) = line.band.filter(|band| kamakura().bands[*band].rank > 0) else { continue };
            prop_assert!(minutes_in(start, end, band) >= 15, "{} {}", start, end);
        }
    }

    #[test]
    fn the_single_line_rules_give_one_line_a_day_and_the_others_lie_in_one_band((start, end) in visits()) {
        let split = made(start, end, &[]);
        for line in &split.lines {
            let same_day = split.lines.iter().filter(|other| other.day == line.day).count();
            match line.rules.join("+").as_str() {
                "R-0" | "R-1" | "R-2" | "R-4" => prop_assert_eq!(same_day, 1),
                "R-3" | "R-5" => {
                    prop_assert!(same_day > 1);
                    let band = line.band.unwrap();
                    prop_assert!((line.start..line.end).all(|minute| band_of(minute) == band));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn the_order_of_premium_and_ordinary_part_does_not_matter(premium in 1..110_u16, ordinary in 1..200_u16) {
        let shape = |split: Split| {
            let mut lines: Vec<_> = split.lines.into_iter().map(|line| {
                let rank = line.band.map_or(0, |band| kamakura().bands[band].rank);
                (rank, line.minutes, line.rules, line.held.len())
            }).collect();
            lines.sort();
            lines
        };
        let morning = made(480 - premium, 480 + ordinary, &[]);
        let evening = made(1080 - ordinary, 1080 + premium, &[]);
        prop_assert_eq!(shape(morning), shape(evening));
    }

    #[test]
    fn every_pack_splits_every_visit_into_lines_with_a_bracket((start, end) in visits(), body_care: bool) {
        for pack in Packs::builtin().all() {
            let stretches = [(start, stop(start, end))];
            let made = split(pack, &Worked { body_care, ..Worked::stretch(&stretches) }).unwrap();
            prop_assert!(!made.lines.is_empty());
            for line in &made.lines {
                prop_assert!(line.bracket.number >= 1 && line.bracket.minutes >= line.counted_minutes, "{}", pack.identity.id);
                prop_assert_eq!(line.composite.is_some(), pack.split.strategy == SplitStrategy::CumulativeByBand);
            }
        }
    }
}

#[test]
fn a_longer_visit_may_earn_less_and_the_rules_are_not_smoothed() {
    let premium = |start, end| {
        made(start, end, &[]).lines.iter().any(|line| line.band.is_some_and(|b| kamakura().bands[b].rank > 0))
    };
    assert!(premium(435, 480));
    assert!(!premium(435, 490));
}
