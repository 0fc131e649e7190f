/// Finds concepts by what they are called: a Lucene index of all designations, made again from the
/// tables whenever it is not theirs.
@NullMarked
package org.tessera.vocabularies.search;

import org.jspecify.annotations.NullMarked;
