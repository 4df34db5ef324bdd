//! きまりの早引き: which rules belong to a municipality number, and how its contract amounts are said.
use crate::screens::people::read::typed_width;
use fees::community::{
    facts::Service,
    pack::{Pack, Packs, UserChoices},
};
use kernel::{Month, MunicipalityNo, typed};

/// What a municipality without rules is called.
pub(super) const WITHOUT_RULES: &str = "きまりの登録がない市町村";
/// Hours of the longest month.
const MOST_HOURS: i64 = 744;
/// Days of the longest month.
const MOST_DAYS: i64 = 31;

/// The rules of a municipality: those of the month, else its newest edition.
pub(super) fn pack_of(number: &MunicipalityNo, month: Month) -> Option<&'static Pack> {
    let packs = Packs::builtin();
    if let Ok((pack, _)) = packs.choose(number, month) {
        return Some(pack);
    }
    let named = packs.all().iter().filter(|pack| pack.answers_to(number));
    named.max_by_key(|pack| pack.identity.from)
}

/// 「鎌倉市」, or that nobody has its rules.
pub(super) fn municipality(number: &MunicipalityNo, month: Month) -> String {
    pack_of(number, month).map_or_else(|| format!("{WITHOUT_RULES}({number})"), |pack| pack.identity.name.clone())
}

/// What a contract is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// 時間.
    Hours,
    /// 日.
    Days,
}

impl Unit {
    /// The unit of a service: that of the rules; without one, 移動支援 goes by hours and 日中一時支援 by days.
    pub(super) fn of(pack: Option<&Pack>, service: Service) -> Unit {
        match choices_of(pack, service).map(|choices| choices.contract_unit.as_str()) {
            Some("days") => Unit::Days,
            Some(_) => Unit::Hours,
            None if service == Service::Daytime => Unit::Days,
            None => Unit::Hours,
        }
    }

    /// 「10時間30分」「10日」.
    pub(super) fn said(self, x100: u32) -> String {
        let (whole, rest) = (x100 / 100, x100 % 100);
        match (self, rest) {
            (Unit::Hours, 0) => format!("{whole}時間"),
            (Unit::Hours, rest) => format!("{whole}時間{:02}分", rest * 60 / 100),
            (Unit::Days, 0) => format!("{whole}日"),
            (Unit::Days, rest) => format!("{whole}.{rest:02}日"),
        }
    }

    /// A typed amount × 100.
    pub(super) fn read(self, text: &str) -> Result<u32, String> {
        let plain: String = typed_width(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
        let found = match self {
            Unit::Hours => hours(&plain)?,
            Unit::Days => days(&plain)?,
        };
        u32::try_from(found).ok().filter(|amount| *amount > 0).ok_or_else(|| {
            "契約支給量は0より大きい数で書いてください。契約がなければ、この決定サービスの欄を空にしてください"
                .to_owned()
        })
    }
}

fn hours(text: &str) -> Result<i64, String> {
    let example = "契約支給量は「10時間30分」「10.5」のように時間で書いてください";
    if text.ends_with('日') {
        return Err(format!("この市町村の移動支援は時間で決まります。{example}"));
    }
    let text = text.replace("時間", ":").replace(['h', 'H', '：'], ":");
    let text = text.trim_end_matches(['分', 'm']);
    let number = |part: &str, places: u8| match part {
        "" => Ok(0),
        part => typed::decimal(part, places).map_err(|_| example.to_owned()),
    };
    let x100 = match text.split_once(':') {
        Some((whole, minutes)) => {
            let minutes = number(minutes, 0)?;
            if !(0..60).contains(&minutes) {
                return Err("分は0から59までで書いてください".to_owned());
            }
            if minutes % 3 != 0 {
                return Err(format!(
                    "{minutes}分は時間×100の数になりません。証の時間を確かめ、15分・30分・45分のように書いてください"
                ));
            }
            number(whole, 2)? + minutes * 100 / 60
        }
        None => number(text, 2)?,
    };
    if x100 > MOST_HOURS * 100 {
        return Err(format!(
            "{text}時間は1か月より長いです。×100した数ではなく、時間のまま書いてください(1050なら10時間30分)"
        ));
    }
    Ok(x100)
}

fn days(text: &str) -> Result<i64, String> {
    let example = "契約支給量は「10日」のように日数で書いてください";
    if text.contains("時間") || text.contains(':') {
        return Err(format!("この市町村の日中一時支援は日数で決まります。{example}"));
    }
    let x100 = typed::decimal(text.trim_end_matches('日'), 2).map_err(|_| example.to_owned())?;
    if x100 > MOST_DAYS * 100 {
        return Err(format!("{text}は1か月より長いです。×100した数ではなく、日数のまま書いてください(1000なら10日)"));
    }
    Ok(x100)
}

/// What the rules say about the master of a person for a service.
pub(super) fn choices_of(pack: Option<&Pack>, service: Service) -> Option<&UserChoices> {
    let user = pack?.user.as_ref()?;
    match service {
        Service::Mobility => user.mobility.as_ref(),
        Service::Daytime => user.daytime.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn contracted_hours_and_days_are_written_times_a_hundred() {
        for text in ["10時間30分", "１０：３０", "10h30", "10.5", "10.5時間", "10.50"] {
            assert_eq!(Unit::Hours.read(text), Ok(1050), "{text}");
        }
        assert_eq!(Unit::Hours.read("10"), Ok(1000));
        assert_eq!(Unit::Days.read("10日"), Ok(1000));
        assert_eq!((Unit::Hours.said(1050), Unit::Days.said(1000)), ("10時間30分".to_owned(), "10日".to_owned()));
    }

    #[test]
    fn a_number_already_times_a_hundred_the_wrong_unit_and_odd_minutes_are_refused_with_a_mend() {
        assert!(Unit::Hours.read("1050").unwrap_err().contains("10時間30分"));
        assert!(Unit::Days.read("1000").unwrap_err().contains("10日"));
        assert!(Unit::Hours.read("10日").unwrap_err().contains("時間で"));
        assert!(Unit::Days.read("10時間").unwrap_err().contains("日数で"));
        assert!(Unit::Hours.read("10時間20分").unwrap_err().contains("×100"));
        for text in ["0", "-3", "たくさん", "10:75"] {
            assert!(Unit::Hours.read(text).is_err(), "{text}");
        }
    }
}
