// An address that means no page.

import { usePage } from "../parts/page.ts";
import { Empty } from "../parts/states.tsx";
import { Link } from "../router.tsx";

export function Missing() {
  const heading = usePage("Not found");
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>Not found</h1>
      <div class="panel"><Empty title="There is no page at this address"><Link to="/">Overview</Link></Empty></div>
    </>
  );
}
