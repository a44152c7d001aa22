//! When a checkpoint is due: facts in, decision out (design D6).

use crate::time::{Micros, Span};

/// Bounds of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckpointPolicy {
    /// Hot bytes that make one due at once.
    pub bytes_max: usize,
    /// Rows that make one due after `wait_min`.
    pub rows_min: usize,
    /// Shortest wait after the first uncommitted row where there are `rows_min`.
    pub wait_min: Span,
    /// Longest wait after the first uncommitted row.
    pub wait_max: Span,
    /// Replayed events beyond which the state is saved too.
    pub state_events_max: u64,
    /// Age of the saved state beyond which it is saved again.
    pub state_wait_max: Span,
}

impl Default for CheckpointPolicy {
    fn default() -> Self {
        Self {
            bytes_max: 256 << 20,
            rows_min: 10_000,
            wait_min: Span::seconds(30),
            wait_max: Span::seconds(300),
            state_events_max: 1_000_000,
            state_wait_max: Span::seconds(600),
        }
    }
}

impl CheckpointPolicy {
    /// The policy whose longest wait is `interval`.
    pub fn with_interval(interval: Span) -> Self {
        let default = Self::default();
        Self {
            wait_min: default.wait_min.min(interval),
            wait_max: interval,
            state_wait_max: default.state_wait_max.max(interval),
            ..default
        }
    }
}

/// What is known when asking.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CheckpointFacts {
    /// Bytes of hot rows that no commit covers.
    pub bytes: usize,
    /// Their number.
    pub rows: usize,
    /// When the first of them came, on the asker's clock.
    pub first_row: Option<Micros>,
    /// Events processed since the last saved state.
    pub state_events: u64,
    /// When the state was last saved, or processing began.
    pub state_saved: Micros,
    /// Whether anything was processed since the state was saved.
    pub state_changed: bool,
    /// The present moment.
    pub now: Micros,
    /// Whether the process is about to stop.
    pub stopping: bool,
    /// Whether the log is more than half full: saving the state lets it be trimmed.
    pub log_pressed: bool,
}

/// What is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Rows are to be committed.
    pub rows: bool,
    /// The state is to be saved.
    pub state: bool,
}

impl Due {
    /// Whether anything is.
    pub fn any(self) -> bool {
        self.rows || self.state
    }
}

impl CheckpointPolicy {
    /// Decides. The state is never due without the rows: its offset may not run ahead of theirs.
    pub fn due(&self, facts: &CheckpointFacts) -> Due {
        let waited = facts.first_row.map(|first| facts.now - first);
        let rows = match waited {
            None => false,
            Some(_) if facts.stopping || facts.bytes >= self.bytes_max => true,
            Some(waited) if waited >= self.wait_max => true,
            Some(waited) => facts.rows >= self.rows_min && waited >= self.wait_min,
        };
        let state_old = facts.state_events >= self.state_events_max
            || facts.now - facts.state_saved >= self.state_wait_max;
        let state = facts.state_changed && (facts.stopping || facts.log_pressed || state_old);
        Due {
            rows: rows || state,
            state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_at_each_bound_and_not_before() {
        let policy = CheckpointPolicy::default();
        let facts = |bytes, rows, waited| CheckpointFacts {
            bytes,
            rows,
            first_row: (rows > 0).then_some(Micros(0)),
            now: Micros(0) + Span::seconds(waited),
            state_saved: Micros(0),
            ..CheckpointFacts::default()
        };
        for (bytes, rows, waited, expected) in [
            (0, 0, 10_000, false),
            (1, 1, 299, false),
            (1, 1, 300, true),
            (1, 9_999, 30, false),
            (1, 10_000, 29, false),
            (1, 10_000, 30, true),
            (256 << 20, 5, 0, true),
            ((256 << 20) - 1, 5, 0, false),
        ] {
            let due = policy.due(&facts(bytes, rows, waited));
            assert_eq!(due.rows, expected, "{bytes} {rows} {waited}");
            assert!(!due.state);
        }
    }

    #[test]
    fn state_is_due_by_events_by_age_and_at_a_stop_but_only_when_it_changed() {
        let policy = CheckpointPolicy::default();
        let quiet = CheckpointFacts {
            now: Micros(0) + Span::seconds(600),
            ..CheckpointFacts::default()
        };
        assert!(!policy.due(&quiet).any());
        let changed = CheckpointFacts {
            state_changed: true,
            ..quiet
        };
        assert_eq!(
            policy.due(&changed),
            Due {
                rows: true,
                state: true
            }
        );
        let pressed = CheckpointFacts {
            log_pressed: true,
            now: Micros(0),
            ..changed
        };
        assert!(policy.due(&pressed).state);
        let early = CheckpointFacts {
            now: Micros(0),
            ..changed
        };
        assert!(!policy.due(&early).any());
        assert!(
            policy
                .due(&CheckpointFacts {
                    stopping: true,
                    ..early
                })
                .state
        );
        assert!(
            policy
                .due(&CheckpointFacts {
                    state_events: 1_000_000,
                    ..early
                })
                .state
        );
    }
}
