import { Component, type ReactNode } from "react";

import { Broken } from "@/ui/Blank";

/** Keeps one view's failure from taking the rest of the page with it; another address is another try. */
export class Crash extends Component<{ address: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: { address: string }) {
    if (before.address !== this.props.address && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Broken error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
