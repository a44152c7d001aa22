//! Lists in pages, as Relay defines connections: edges with cursors, where the page ends, how many there are.

use async_graphql::SimpleObject;

/// Nodes of a page where not said otherwise.
const PAGE: usize = 100;
/// Nodes of a page at most.
const PAGE_MAX: usize = 1_000;

/// Where a page of a list ends.
#[derive(SimpleObject, Clone, Debug)]
pub struct PageInfo {
    /// Whether there are more.
    pub has_next_page: bool,
    /// Where the next page begins.
    pub end_cursor: Option<String>,
}

/// A page of a list that is in memory.
pub(crate) struct Page<T> {
    pub(crate) nodes: Vec<(String, T)>,
    pub(crate) info: PageInfo,
    pub(crate) total: i32,
}

/// The size of a page that was asked for.
pub(crate) fn size(first: Option<i32>) -> usize {
    first.map_or(PAGE, |first| {
        usize::try_from(first).unwrap_or_default().min(PAGE_MAX)
    })
}

/// The nodes after a cursor; after an unknown one there are none.
pub(crate) fn page<T>(
    all: Vec<T>,
    first: Option<i32>,
    after: Option<&str>,
    cursor: impl Fn(&T) -> String,
) -> Page<T> {
    let total = all.len();
    let start = match after {
        Some(after) => all
            .iter()
            .position(|node| cursor(node) == after)
            .map_or(total, |at| at + 1),
        None => 0,
    };
    let nodes: Vec<(String, T)> = all
        .into_iter()
        .skip(start)
        .take(size(first))
        .map(|node| (cursor(&node), node))
        .collect();
    Page {
        info: PageInfo {
            has_next_page: start + nodes.len() < total,
            end_cursor: nodes.last().map(|(cursor, _)| cursor.clone()),
        },
        total: i32::try_from(total).unwrap_or(i32::MAX),
        nodes,
    }
}

/// The two types of a connection, and how a page becomes one.
macro_rules! connection {
    ($Connection:ident, $Edge:ident, $Node:ty, $what:literal) => {
        #[doc = concat!("One of ", $what, ", and its place.")]
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
        pub struct $Edge {
            /// What is in that place.
            pub node: $Node,
            /// The place.
            pub cursor: String,
        }

        #[doc = concat!("A page of ", $what, ".")]
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
        pub struct $Connection {
            /// What the page holds.
            pub edges: Vec<$Edge>,
            /// Where it ends.
            pub page_info: $crate::connection::PageInfo,
            /// How many there are in all.
            pub total_count: i32,
        }

        impl<T: Into<$Node>> From<$crate::connection::Page<T>> for $Connection {
            fn from(page: $crate::connection::Page<T>) -> Self {
                let edges = page.nodes.into_iter().map(|(cursor, node)| $Edge {
                    node: node.into(),
                    cursor,
                });
                Self {
                    edges: edges.collect(),
                    page_info: page.info,
                    total_count: page.total,
                }
            }
        }
    };
}
pub(crate) use connection;
