/// Real identifier to pseudonym, nowhere else.
///
/// A pseudonym belongs to a **context**: by default every study is its own, so the same person has
/// unrelated pseudonyms in two studies and only this package, which holds the key and the
/// correspondence table, can link them. Studies that describe the same patients on purpose may
/// share a context by configuration.
@NullMarked
package org.tessera.etl.pseudonym;

import org.jspecify.annotations.NullMarked;
