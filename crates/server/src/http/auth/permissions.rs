//! Which role and which API-key scope may do what: the one table that every operation refers to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a user may do, from most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, including users, keys and carrier credentials.
    Admin,
    /// Calls, runs, the do-not-call list and settings.
    Manager,
    /// Calls and runs.
    Agent,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Manager, Self::Agent];

    /// The role as it is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Agent => "agent",
        }
    }

    /// Reads a stored role.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

impl From<outdial_store::Role> for Role {
    fn from(role: outdial_store::Role) -> Self {
        match role {
            outdial_store::Role::Admin => Self::Admin,
            outdial_store::Role::Manager => Self::Manager,
            outdial_store::Role::Agent => Self::Agent,
        }
    }
}

impl From<Role> for outdial_store::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Admin => Self::Admin,
            Role::Manager => Self::Manager,
            Role::Agent => Self::Agent,
        }
    }
}

macro_rules! operations {
    ($($name:ident, $scope:literal, [$($role:ident)*], $meaning:literal;)*) => {
        /// Something that a signed-in person or a key may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Operation {
            $(#[doc = $meaning] $name,)*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The scope that an API key needs.
            #[must_use]
            pub fn scope(self) -> &'static str {
                match self { $(Self::$name => $scope,)* }
            }

            /// Whether a role is enough.
            #[must_use]
            pub fn allowed_for(self, role: Role) -> bool {
                match self { $(Self::$name => [$(Role::$role),*].contains(&role),)* }
            }

            /// What it is, for error messages and documents.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

operations! {
    PromptUse,       "calls:write",    [Admin Manager Agent], "give commands";
    CallsRead,       "calls:read",     [Admin Manager Agent], "see calls";
    CallsWrite,      "calls:write",    [Admin Manager Agent], "place, redial, cancel and hang up calls";
    CallsExport,     "calls:read",     [Admin Manager],       "export calls";
    CallsClear,      "calls:clear",    [Admin Manager],       "clear the call log";
    WindowOverride,  "calls:override", [Admin Manager Agent], "call outside the calling window";
    RunsRead,        "calls:read",     [Admin Manager Agent], "see runs";
    RunsWrite,       "calls:write",    [Admin Manager Agent], "start, pause, resume and cancel runs";
    CallsDispose,    "calls:write",    [Admin Manager Agent], "say what came of calls";
    LeadsRead,       "leads:read",     [Admin Manager Agent], "see lists and leads";
    LeadsWrite,      "leads:write",    [Admin Manager Agent], "change leads";
    ListsWrite,      "leads:write",    [Admin Manager Agent], "import and put away lists";
    LeadsBatch,      "leads:batch",    [Admin Manager],       "change many leads at once";
    LeadsExport,     "leads:export",   [Admin Manager],       "export leads";
    ImportsRead,     "imports:read",   [Admin Manager],       "see imports";
    ImportsWrite,    "imports:write",  [Admin Manager],       "import leads and undo imports";
    ViewsRead,       "leads:read",     [Admin Manager Agent], "see saved views";
    ViewsWrite,      "leads:write",    [Admin Manager Agent], "save views for oneself";
    ViewsShare,      "views:share",    [Admin Manager],       "share saved views";
    RoomsUse,        "calls:talk",     [Admin Manager Agent], "talk to callees";
    CampaignsRead,   "campaigns:read", [Admin Manager Agent], "see campaigns";
    CampaignsWrite,  "campaigns:write", [Admin Manager],      "make, change, start and stop campaigns";
    VoiceAgentsRead, "voice_agents:read", [Admin Manager Agent], "see voice agents";
    VoiceAgentsWrite, "voice_agents:write", [Admin Manager],  "make, change, rehearse and publish voice agents";
    ConversationsRead, "recordings:read", [Admin Manager Agent], "read what voice agents talked";
    SeatsUse,        "calls:talk",     [Admin Manager Agent], "sign in to campaigns";
    SeatsRead,       "seats:manage",   [Admin Manager],       "see the seats of agents";
    SeatsManage,     "seats:manage",   [Admin Manager],       "pause and sign out agents";
    ClipsRead,       "calls:talk",     [Admin Manager Agent], "see and play clips";
    ClipsWrite,      "settings:write", [Admin Manager],       "add and remove clips";
    RecordingsRead,  "recordings:read", [Admin Manager Agent], "hear recordings";
    RecordingsDelete, "recordings:delete", [Admin Manager],    "delete recordings";
    ReportsRead,     "reports:read",   [Admin Manager],       "see reports";
    StatsRead,       "calls:read",     [Admin Manager Agent], "see statistics";
    LiveWatch,       "calls:read",     [Admin Manager Agent], "watch live updates";
    DncRead,         "dnc:read",       [Admin Manager Agent], "see the do-not-call list";
    DncAdd,          "dnc:write",      [Admin Manager Agent], "add to the do-not-call list";
    DncRemove,       "dnc:remove",     [Admin Manager],       "take numbers off the do-not-call list";
    SettingsRead,    "settings:read",  [Admin Manager],       "see settings";
    SettingsWrite,   "settings:write", [Admin Manager],       "change settings";
    CarriersRead,    "carriers:read",  [Admin Manager],       "see carrier accounts";
    CarriersTest,    "carriers:read",  [Admin Manager],       "test carrier accounts";
    CarriersWrite,   "carriers:write", [Admin],               "add, change and remove carrier accounts";
    IntegrationsRead, "integrations:read", [Admin Manager],     "see accounts of services and programs that are told";
    IntegrationsWrite, "integrations:write", [Admin],           "change accounts of services and programs that are told";
    BookingsRead,    "bookings:read",  [Admin Manager Agent], "see appointments";
    BookingsWrite,   "bookings:write", [Admin Manager Agent], "make, move and call off appointments";
    MailRead,        "mail:read",      [Admin Manager],       "see mails";
    MailWrite,       "mail:write",     [Admin Manager],       "word, send and stop mails";
    UsersRead,       "users:read",     [Admin],               "see users";
    UsersWrite,      "users:write",    [Admin],               "add, change and remove users";
    ApiKeysRead,     "api_keys:read",  [Admin],               "see API keys";
    ApiKeysWrite,    "api_keys:write", [Admin],               "create and revoke API keys";
    AuditRead,       "audit:read",     [Admin Manager],       "read the audit log";
    MetricsRead,     "metrics:read",   [Admin Manager],       "read the metrics";
}

/// Every scope that a key can be given.
#[must_use]
pub fn scopes() -> Vec<&'static str> {
    let mut scopes: Vec<_> = Operation::ALL.iter().map(|operation| operation.scope()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_may_do_everything_and_lower_roles_never_more_than_higher_ones() {
        for operation in Operation::ALL {
            assert!(operation.allowed_for(Role::Admin), "{operation:?}");
            assert!(
                operation.allowed_for(Role::Manager) || !operation.allowed_for(Role::Agent),
                "{operation:?}"
            );
        }
    }

    #[test]
    fn the_table_reads_as_agreed() {
        let table: String = Operation::ALL
            .iter()
            .map(|operation| {
                let marks: String = Role::ALL
                    .iter()
                    .map(|role| if operation.allowed_for(*role) { 'x' } else { '-' })
                    .collect();
                format!("{marks} {:<15} {}\n", operation.scope(), operation.meaning())
            })
            .collect();
        let agents: Vec<_> = table.lines().filter(|line| line.starts_with("xxx")).collect();
        assert_eq!(agents.len(), 25, "{table}");
        let admins: Vec<_> = table.lines().filter(|line| line.starts_with("x--")).collect();
        assert_eq!(
            admins,
            [
                "x-- carriers:write  add, change and remove carrier accounts",
                "x-- integrations:write change accounts of services and programs that are told",
                "x-- users:read      see users",
                "x-- users:write     add, change and remove users",
                "x-- api_keys:read   see API keys",
                "x-- api_keys:write  create and revoke API keys",
            ]
        );
    }

    #[test]
    fn roles_read_back_as_themselves() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }
}
