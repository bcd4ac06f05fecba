import { useBlocker, useNavigate } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";

/**
 * Asks before a link of the page leaves unsaved changes behind. Tell the returned function whether there are any.
 * `isWithin` names addresses that keep them: other tabs of the same form.
 *
 * App Bridge guards the admin's own links while its save bar shows; this is for the links inside of the frame. Its question
 * is only ever answered with "leave", so staying is what happens without an answer.
 */
export function useLeaveGuard(isWithin: (pathname: string) => boolean = () => false): (isDirty: boolean) => void {
  const isDirty = useRef(false);
  const navigate = useNavigate();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isDirty.current && currentLocation.pathname !== nextLocation.pathname && !isWithin(nextLocation.pathname));
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    const { location } = blocker;
    blocker.reset();
    const leave = () => {
      isDirty.current = false;
      navigate(location);
    };
    shopify.saveBar.leaveConfirmation().then(leave, () => undefined);
  }, [blocker, navigate]);
  return useCallback((next) => {
    isDirty.current = next;
  }, []);
}
