//! データファイルに共通すること: what the data files of all offices leave unsaid, the months they span, and the names of
//! people whom they only number.
use super::stream::Stream;
use claims::IncomeClass;
use kernel::Month;

/// Invented surnames and given names with their kana.
const NAMES: &str = include_str!("../../../../data/demo/names.csv");

/// What is so unless the file says otherwise.
pub(super) fn yes() -> bool {
    true
}

/// 所得区分 unless the file says otherwise.
pub(super) fn low() -> IncomeClass {
    IncomeClass::Low
}

/// The months of an office, the last one included.
pub(super) fn months(first: Month, last: Month) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(first), |month| Some(month.next())).take_while(move |month| *month <= last)
}

/// 氏名 and フリガナ: those of the data file, or the next of the invented lists for this person of this office.
pub(super) fn names(
    name: &Option<String>,
    kana: &Option<String>,
    seed: u64,
    (office, id): (&str, &str),
) -> (String, String) {
    match (name, kana) {
        (Some(name), Some(kana)) => (name.clone(), kana.clone()),
        _ => invented_names(seed, office, id),
    }
}

/// 氏名 and フリガナ from the invented lists, by the key of the person.
fn invented_names(seed: u64, office: &str, id: &str) -> (String, String) {
    let rows: Vec<Vec<&str>> = NAMES.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let count = u32::try_from(rows.len()).unwrap_or(1);
    let mut stream = Stream::new(seed, &[office, id, "name"]);
    let (surname, given) = (&rows[stream.below(count) as usize], &rows[stream.below(count) as usize]);
    (format!("{} {}", surname[0], given[2]), format!("{} {}", surname[1], given[3]))
}
