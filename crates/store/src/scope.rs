//! 事業所の範囲: the pass without which no repository opens (law 7).

/// One office, as seen by someone who may work in it.
///
/// There are two ways to get one: a valid session of a member ([`Session::scope`](crate::Session::scope)), and
/// [`OfficeScope::for_setup`] for programs that act without a session. No other constructor exists, and no id that a
/// browser sent can become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OfficeScope {
    office_id: i64,
}

impl OfficeScope {
    /// A scope for set-up, demo, command line and tests, where no session exists. Never call it from a request handler.
    pub const fn for_setup(office_id: i64) -> OfficeScope {
        OfficeScope { office_id }
    }

    pub(crate) const fn of_member(office_id: i64) -> OfficeScope {
        OfficeScope { office_id }
    }

    /// Id of the office.
    pub const fn office_id(&self) -> i64 {
        self.office_id
    }
}

/// Who acts, and in which office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account; `None` only for set-up, demo and command line.
    pub account_id: Option<i64>,
    /// The office.
    pub office: OfficeScope,
}

impl Actor {
    /// The actor of set-up, demo and tests: no account.
    pub const fn for_setup(office_id: i64) -> Actor {
        Actor { account_id: None, office: OfficeScope::for_setup(office_id) }
    }
}
