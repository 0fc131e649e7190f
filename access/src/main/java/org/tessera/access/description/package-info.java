/// Descriptions people write in the page: drafts, their review, what was published and withdrawn.
@NullMarked
package org.tessera.access.description;

import org.jspecify.annotations.NullMarked;
