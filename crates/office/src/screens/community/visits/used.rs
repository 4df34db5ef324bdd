//! 契約支給量の利用: how much of the contract is used, as numbers and as a bar.
use fees::community::{Usage, facts::Service};

/// Use of one contract.
pub(crate) struct Used {
    pub(crate) service: &'static str,
    /// 「6時間30分」「4日」.
    pub(crate) used: String,
    /// The contract in the same unit; `None` when no decision of the certificate covers the month.
    pub(crate) contracted: Option<String>,
    /// What is left, or how much it is over.
    pub(crate) rest: String,
    pub(crate) over: bool,
    /// Filled part of the bar and its whole length.
    pub(crate) filled: u32,
    pub(crate) whole: u32,
}

/// 「6時間30分」.
pub(crate) fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (whole, 0) => format!("{whole}時間"),
        (0, rest) => format!("{rest}分"),
        (whole, rest) => format!("{whole}時間{rest}分"),
    }
}

/// Days × 100 as people say them.
fn days(x100: u32) -> String {
    match x100 % 100 {
        0 => format!("{}日", x100 / 100),
        rest => format!("{}.{rest:02}日", x100 / 100),
    }
}

impl Used {
    /// From what the rules count.
    pub(crate) fn of(service: Service, usage: Usage) -> Used {
        let (filled, whole, say): (u32, Option<u32>, fn(u32) -> String) = match usage {
            Usage::Minutes { used, contracted } => (used, contracted, hours),
            Usage::Days { used, contracted_x100 } => (used.saturating_mul(100), contracted_x100, days),
        };
        let over = whole.is_some_and(|whole| filled > whole);
        let rest = match whole {
            None => String::new(),
            Some(whole) if over => format!("{}超えています", say(filled - whole)),
            Some(whole) => format!("あと{}", say(whole - filled)),
        };
        Used {
            service: service.label_ja(),
            used: say(filled),
            contracted: whole.map(say),
            rest,
            over,
            filled: filled.min(whole.unwrap_or(filled)),
            whole: whole.unwrap_or(0).max(1),
        }
    }

    /// One sentence.
    pub(crate) fn words(&self) -> String {
        match &self.contracted {
            Some(contracted) => format!("{} 利用 {} / 契約 {contracted}({})", self.service, self.used, self.rest),
            None => format!("{} 利用 {}(この月の契約支給量がありません)", self.service, self.used),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn use_of_a_contract_is_told_with_what_is_left_or_over() {
        let used = |used, contracted| Used::of(Service::Mobility, Usage::Minutes { used, contracted });
        assert_eq!(used(390, Some(600)).words(), "移動支援 利用 6時間30分 / 契約 10時間(あと3時間30分)");
        assert!(used(630, Some(600)).over);
        assert_eq!(used(630, Some(600)).rest, "30分超えています");
        assert_eq!(used(60, None).contracted, None);
        let stays = Used::of(Service::Daytime, Usage::Days { used: 11, contracted_x100: Some(1000) });
        assert_eq!((stays.used.as_str(), stays.rest.as_str(), stays.over), ("11日", "1日超えています", true));
    }
}
