/// Answers a catalogue question with collections and facets.
@NullMarked
package org.tessera.catalog.search;

import org.jspecify.annotations.NullMarked;
