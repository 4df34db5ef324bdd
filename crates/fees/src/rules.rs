//! 規則の名簿の形: the rules of a service, each with its id, its Japanese name and the two sentences it refuses with.

/// A rule as the lists show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Stable id, e.g. `b_type.meal_provision`.
    pub id: &'static str,
    /// Japanese name.
    pub name: &'static str,
    /// 「事業所の届出に…がありません」.
    pub(crate) not_filed: &'static str,
    /// 「…の対象になる日が…ありません」.
    pub(crate) no_day: &'static str,
}

/// Declares the rules of one service: `Rule`, `RULES` in their order, and `by_id`. The sentences are what stands around
/// the name of a rule when the office has not filed it, and when no day of the month calls for it.
macro_rules! rule_list {
    (
        $prefix:literal,
        not_filed: $filed_before:literal $filed_after:literal,
        no_day: $day_before:literal $day_after:literal,
        $($rule:ident = $key:literal $name:literal),* $(,)?
    ) => {
        /// The rules, numbered as in [`RULES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $(#[doc = $name] $rule),* }

        const ALL: &[Rule] = &[$(Rule::$rule),*];

        /// All rules in order.
        pub const RULES: &[$crate::rules::RuleInfo] = &[$($crate::rules::RuleInfo {
            id: concat!($prefix, $key),
            name: $name,
            not_filed: concat!($filed_before, $name, $filed_after),
            no_day: concat!($day_before, $name, $day_after),
        }),*];

        impl Rule {
            /// Id and names.
            pub fn info(self) -> &'static $crate::rules::RuleInfo {
                &RULES[self as usize]
            }
        }

        /// The rule with this id.
        pub(crate) fn by_id(id: &str) -> Option<Rule> {
            RULES.iter().position(|info| info.id == id).map(|at| ALL[at])
        }
    };
}
pub(crate) use rule_list;
