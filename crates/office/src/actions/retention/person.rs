//! 一人の事実 of 就労定着支援: the rows of a person as the rules read them – jobs in their order, contract, leaving, card.
use fees::retention::facts::{JobChange, Person};
use kernel::Day;
use store::{Card, Employment, Intent, RetentionFactsBody};

/// A job with the days that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: Day,
    to: Option<Day>,
}

/// Jobs that have begun or will, in their order; a 退職日 ends the last job that began by then, and what else still ran.
/// A side job (掛け持ち) that ends while an earlier one goes on is left out: whoever is at work all the same has not left.
fn spans(jobs: &[Employment], resigned_on: Option<Day>) -> Vec<Span> {
    let dated = jobs.iter().filter_map(|job| Some(Span { from: job.body.hired_on?, to: job.body.ended_on }));
    let mut spans: Vec<Span> = dated.collect();
    spans.sort_by_key(|span| span.from);
    if let Some(resigned) = resigned_on {
        let mut begun = spans.iter_mut().rev().filter(|span| span.from <= resigned);
        if let Some(last) = begun.next() {
            last.to = Some(resigned);
        }
        begun.filter(|span| span.to.is_none()).for_each(|span| span.to = Some(resigned));
    }
    let mut main: Vec<Span> = Vec::new();
    for span in spans {
        let beside = main.last().is_some_and(|main| main.to.is_none_or(|end| span.to.is_some_and(|to| to <= end)));
        if !beside {
            main.push(span);
        }
    }
    main
}

/// What decides the category of a person, and what a claim knows of the person beside the month.
///
/// The six and forty-two months count from the first job. A job that ended and was followed by another is a job change,
/// whether the end stands at the job or as 退職日; the end of the last job counts as 退職日 when none was written.
pub fn person_facts(jobs: &[Employment], facts: &RetentionFactsBody, card: Option<&Card>) -> Person {
    let spans = spans(jobs, facts.resigned_on);
    let first = spans.first().map(|span| span.from);
    let ends = spans.iter().zip(spans.iter().skip(1));
    let job_changes: Vec<JobChange> =
        ends.filter_map(|(job, next)| Some(JobChange { resigned_on: job.to?, re_employed_on: next.from })).collect();
    // a 退職日 before the first job is the end of a job of which nothing else was written
    let before = facts.resigned_on.filter(|resigned| first.is_some_and(|first| *resigned < first));
    let last_end = spans.last().map_or(facts.resigned_on, |span| span.to);
    Person {
        employed_on: first,
        contract_on: facts.contract_on,
        contract_end_on: facts.contract_end_on,
        decided_from: card.map(|card| card.body.decided_from),
        decided_to: card.map(|card| card.body.decided_to),
        resigned_on: last_end.or(before),
        re_employed_on: if last_end.is_none() && before.is_some() { first } else { None },
        left_on: facts.left_on,
        declined: facts.intent == Intent::Declines,
        declined_on: facts.declined_on.filter(|_| facts.intent == Intent::Declines),
        taken_over: facts.taken_over,
        job_changes,
        from_other_provider: facts.from_other_provider,
        card_locked: card.is_some_and(|card| card.locked),
        ..Person::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use fees::{
        FeeTables,
        retention::{Category, category},
    };
    use store::EmploymentBody;

    fn job(id: i64, from: &str, to: &str) -> Employment {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        let body = EmploymentBody { hired_on: day(from), ended_on: day(to), ..EmploymentBody::default() };
        Employment { id, person_id: 1, version: 1, body }
    }

    fn stands(jobs: &[Employment], resigned: &str, on: &str) -> (Category, String) {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        let facts = RetentionFactsBody {
            contract_on: day("2024-10-01"),
            resigned_on: day(resigned),
            ..RetentionFactsBody::default()
        };
        let standing = category(FeeTables::builtin(), &person_facts(jobs, &facts, None), on.parse().unwrap());
        (standing.category, standing.why)
    }

    #[test]
    fn a_job_change_within_a_month_goes_on_wherever_the_end_was_written() {
        let open = [job(1, "2024-04-01", ""), job(2, "2025-03-20", "")];
        let ended = [job(1, "2024-04-01", "2025-02-28"), job(2, "2025-03-20", "")];
        for (jobs, resigned) in [(&open, "2025-02-28"), (&ended, ""), (&ended, "2025-02-28")] {
            assert_eq!(stands(jobs, resigned, "2025-06-01").0, Category::Settled);
        }
    }

    #[test]
    fn a_gap_of_more_than_a_month_ends_the_use() {
        let jobs = [job(1, "2024-04-01", "2025-02-28"), job(2, "2025-04-02", "")];
        let (category, why) = stands(&jobs, "", "2025-06-01");
        assert_eq!(category, Category::LeftJob);
        assert!(why.contains("1か月"), "{why}");
    }

    #[test]
    fn a_second_change_ends_the_use() {
        let jobs = [job(1, "2024-04-01", "2025-02-28"), job(2, "2025-03-10", "2025-06-30"), job(3, "2025-07-10", "")];
        assert_eq!(stands(&jobs, "", "2025-08-01").0, Category::LeftJob);
    }

    #[test]
    fn the_end_of_the_last_job_counts_when_no_day_of_leaving_was_written() {
        let jobs = [job(1, "2024-04-01", "2025-02-28")];
        assert_eq!(stands(&jobs, "", "2025-02-27").0, Category::Settled);
        assert_eq!(stands(&jobs, "", "2025-02-28").0, Category::LeftJob);
        assert_eq!(stands(&[job(1, "2024-04-01", "")], "", "2025-02-28").0, Category::Settled);
    }

    #[test]
    fn the_end_of_a_side_job_leaves_the_person_at_work() {
        let open = [job(1, "2024-04-01", ""), job(2, "2025-02-01", "2025-08-31")];
        assert_eq!(stands(&open, "", "2025-10-01").0, Category::Settled);
        assert_eq!(
            stands(&[job(1, "2024-04-01", ""), job(2, "2025-02-01", "")], "", "2025-10-01").0,
            Category::Settled
        );
        // a 退職日 is the end of work, whatever was left open
        assert_eq!(stands(&open, "2025-09-30", "2025-10-01").0, Category::LeftJob);
        let both = [job(1, "2024-04-01", "2025-12-31"), job(2, "2025-02-01", "2025-08-31")];
        assert_eq!(stands(&both, "", "2025-12-30").0, Category::Settled);
        assert_eq!(stands(&both, "", "2025-12-31").0, Category::LeftJob);
        // the side job is no change of jobs, so that one is still to come
        let changed = [both[0].clone(), both[1].clone(), job(3, "2026-01-10", "")];
        assert_eq!(stands(&changed, "", "2026-03-01").0, Category::Settled);
    }

    #[test]
    fn jobs_without_a_day_say_nothing() {
        assert_eq!(stands(&[job(1, "", "")], "", "2025-02-28").0, Category::NoContract);
        assert_eq!(stands(&[], "2025-01-31", "2025-02-28").0, Category::LeftJob);
    }
}
