/// Helps the author of a study: drafts one from a file, ranks codes for its words, and exchanges
/// its mappings as tables.
@NullMarked
package org.tessera.mappings.authoring;

import org.jspecify.annotations.NullMarked;
